"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { AuthCard } from "./auth-card";
import { DeadLink } from "./dead-link";
import { sendLinkRequest } from "./link-request";
import { NewPassword, type WeakPassword, weaknessOf } from "./new-password";
import { tryToSignIn } from "./sign-in";
import { type Link, useLink } from "./use-link";

/** An invited person chooses name and password, and is in. */
export function InvitationForm() {
  const t = useTranslations("invitation");
  const link = useLink("/api/convite");
  if (link === null) return <DeadLink title={t("title")} what="invitation" />;
  return (
    <AuthCard title={t("title")} subtitle={t("subtitle")}>
      {link ? <Acceptance link={link} /> : <Skeleton className="h-52" />}
    </AuthCard>
  );
}

function Acceptance({ link }: { link: Link }) {
  const t = useTranslations("invitation");
  const [weakness, setWeakness] = useState<WeakPassword | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [isBusy, setBusy] = useState(false);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, password] = [String(form.get("name") ?? ""), String(form.get("newPassword") ?? "")];
    setBusy(true);
    setWeakness(null);
    setFailed(false);
    const answer = await sendLinkRequest("/api/convite", "PUT", { token: link.token, name, password });
    if (answer.ok) {
      await tryToSignIn({ email: link.email, password });
      return window.location.assign("/");
    }
    setBusy(false);
    const weak = weaknessOf(answer.code, answer.details);
    setWeakness(weak);
    setFailed(weak === null);
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {hasFailed ? (
        <Notice tone="bad" title={t("failed")}>
          {t("failedAction")}
        </Notice>
      ) : null}
      <TextField
        name="email"
        type="email"
        label={t("email")}
        value={link.email}
        readOnly
        autoComplete="username"
      />
      <TextField
        name="name"
        label={t("name")}
        defaultValue={link.name}
        minLength={2}
        maxLength={120}
        autoComplete="name"
        required
      />
      <NewPassword label={t("password")} weakness={weakness} />
      <Button type="submit" kind="primary" size="large" disabled={isBusy}>
        {t("accept")}
      </Button>
    </form>
  );
}
