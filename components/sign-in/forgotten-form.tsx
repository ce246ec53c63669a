"use client";

import { MailCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { AuthCard } from "./auth-card";
import { sendLinkRequest } from "./link-request";

/** Asks for the way to a new password. What is answered does not tell who has an account. */
export function ForgottenForm() {
  const t = useTranslations("forgotten");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [failure, setFailure] = useState<"limited" | "unreachable" | null>(null);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "");
    setFailure(null);
    const answer = await sendLinkRequest("/api/senha/pedido", "POST", { email });
    if (answer.ok || answer.code === "input.invalid") return setSentTo(email);
    setFailure(answer.code === "auth.rate_limited" ? "limited" : "unreachable");
  }
  return (
    <AuthCard title={t("title")} subtitle={t("subtitle")}>
      {sentTo === null ? (
        <form onSubmit={submit} className="flex flex-col gap-4">
          {failure ? <Notice tone="bad" title={t(failure)} /> : null}
          <TextField
            name="email"
            type="email"
            label={t("email")}
            autoComplete="username"
            autoFocus
            required
          />
          <Button type="submit" kind="primary" size="large">
            {t("send")}
          </Button>
        </form>
      ) : (
        <div role="status">
          <EmptyState icon={<MailCheck aria-hidden />} title={t("sent")}>
            {t("sentHint", { email: sentTo })}
          </EmptyState>
        </div>
      )}
      <p className="mt-4 text-center text-xs">
        <Link href="/entrar" className="text-accent hover:underline">
          {t("back")}
        </Link>
      </p>
    </AuthCard>
  );
}
