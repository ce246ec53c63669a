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
import { type Link, useLink } from "./use-link";

/** A new password for who forgot the old one; afterwards they sign in as usual, second factor included. */
export function NewPasswordForm() {
  const t = useTranslations("newPassword");
  const link = useLink("/api/senha");
  if (link === null) return <DeadLink title={t("title")} what="password" />;
  return (
    <AuthCard title={t("title")} subtitle={t("subtitle")}>
      {link ? <Replacement link={link} /> : <Skeleton className="h-36" />}
    </AuthCard>
  );
}

function Replacement({ link }: { link: Link }) {
  const t = useTranslations("newPassword");
  const [weakness, setWeakness] = useState<WeakPassword | null>(null);
  const [hasFailed, setFailed] = useState(false);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("newPassword") ?? "");
    setFailed(false);
    const answer = await sendLinkRequest("/api/senha", "PUT", { token: link.token, password });
    if (answer.ok) return window.location.assign("/entrar?motivo=senha");
    const weak = weaknessOf(answer.code, answer.details);
    setWeakness(weak);
    setFailed(weak === null);
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {hasFailed ? <Notice tone="bad" title={t("failed")} /> : null}
      <TextField
        name="email"
        type="email"
        label={t("email")}
        value={link.email}
        readOnly
        autoComplete="username"
      />
      <NewPassword label={t("label")} weakness={weakness} />
      <Button type="submit" kind="primary" size="large">
        {t("save")}
      </Button>
    </form>
  );
}
