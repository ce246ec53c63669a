"use client";

import { LogIn } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { CodeStep } from "./code-step";
import { FailureNotice, useLock } from "./failure-notice";
import { PasswordField } from "./password-field";
import { type Failure, type Identity, tryToSignIn } from "./sign-in";

type Props = { back: string; reason: "sessao" | "saida" | "senha" | null };

/** E-mail and password, then the code of who has a second factor; `back` was checked by the server. */
export function SignInForm({ back, reason }: Props) {
  const t = useTranslations("signIn");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState<Identity | null>(null);
  const [isBusy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  const leftS = useLock(failure);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const identity = { email: String(form.get("email") ?? ""), password: String(form.get("password") ?? "") };
    setBusy(true);
    setFailure(null);
    const answer = await tryToSignIn(identity);
    if (answer === "in") return window.location.assign(back);
    setBusy(false);
    if (answer === "code") return setWaiting(identity);
    setFailure(answer);
    passwordField.current?.focus();
    passwordField.current?.select();
  }

  if (waiting) {
    return (
      <CodeStep
        identity={waiting}
        onIn={() => window.location.assign(back)}
        onBack={() => setWaiting(null)}
      />
    );
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="-mt-4 mb-1 text-muted">{t("subtitle")}</p>
      {failure ? <FailureNotice failure={failure} leftS={leftS} /> : null}
      {reason && !failure ? <Notice tone="info" title={t(`reasons.${reason}`)} /> : null}
      <TextField
        name="email"
        type="email"
        label={t("email")}
        autoComplete="username"
        autoFocus
        required
        className="text-base"
      />
      <PasswordField
        ref={passwordField}
        name="password"
        label={t("password")}
        autoComplete="current-password"
        required
      />
      <Button type="submit" kind="primary" size="large" disabled={isBusy || leftS > 0}>
        <LogIn aria-hidden />
        {isBusy ? t("entering") : t("enter")}
      </Button>
      <Link href="/esqueci" className="self-center py-1 text-xs text-accent hover:underline">
        {t("forgotten")}
      </Link>
    </form>
  );
}
