"use client";

import { LogIn } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { postToAuth } from "./post-to-auth";

type Failure = "credentials" | "limited" | "unreachable";

/** E-mail and password; `back` is a path of this site, checked by the server. */
export function SignInForm({ back, isExpired }: { back: string; isExpired: boolean }) {
  const t = useTranslations("signIn");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    const failed = await tryToSignIn(String(form.get("email") ?? ""), String(form.get("password") ?? ""));
    if (failed === null) return window.location.assign(back);
    setBusy(false);
    setFailure(failed);
    passwordField.current?.focus();
    passwordField.current?.select();
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {failure ? (
        <Notice tone="bad" title={t(`failures.${failure}.title`)}>
          {t(`failures.${failure}.action`)}
        </Notice>
      ) : null}
      {isExpired && !failure ? <Notice tone="info" title={t("expired")} /> : null}
      <TextField
        name="email"
        type="email"
        label={t("email")}
        autoComplete="username"
        autoFocus
        required
        className="text-base"
      />
      <TextField
        ref={passwordField}
        name="password"
        type="password"
        label={t("password")}
        autoComplete="current-password"
        required
      />
      <Button type="submit" kind="primary" size="large" disabled={isBusy}>
        <LogIn aria-hidden />
        {isBusy ? t("entering") : t("enter")}
      </Button>
    </form>
  );
}

async function tryToSignIn(email: string, password: string): Promise<Failure | null> {
  try {
    const { ok, error } = await postToAuth("callback/credentials", { email, password });
    if (ok) return null;
    if (error === "auth.rate_limited") return "limited";
    return error === null || error === "CredentialsSignin" ? "credentials" : "unreachable";
  } catch {
    return "unreachable";
  }
}
