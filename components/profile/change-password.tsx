"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Failure } from "../layout/failure";
import { readProblem } from "../layout/problem";
import { useTRPC } from "../layout/trpc";
import { NewPassword, weaknessOf } from "../sign-in/new-password";
import { PasswordField } from "../sign-in/password-field";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import { useToasts } from "../ui/toast";

/** One's own password; every other session ends with the old one. */
export function ChangePassword({ email }: { email: string }) {
  const t = useTranslations("profile.password");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const change = useMutation(trpc.profile.changePassword.mutationOptions());
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const answer = await change
      .mutateAsync({
        password: String(fields.get("password") ?? ""),
        newPassword: String(fields.get("newPassword") ?? ""),
      })
      .catch(() => null);
    if (!answer?.ok) return;
    form.reset();
    toasts.add({ title: t("done"), description: t("doneHint") });
    await queryClient.invalidateQueries();
  }
  const problem = readProblem(change.error);
  const weakness = problem ? weaknessOf(problem.code, problem.details) : null;
  return (
    <Section title={t("title")}>
      <form onSubmit={submit} className="flex max-w-96 flex-col gap-4 p-4">
        {change.isError && !weakness ? <Failure error={change.error} /> : null}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          name="password"
          label={t("current")}
          autoComplete="current-password"
          required
          error={change.data && !change.data.ok ? t("wrong") : undefined}
        />
        <NewPassword label={t("new")} weakness={weakness} />
        <div>
          <Button kind="primary" type="submit" disabled={change.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Section>
  );
}
