"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Mail, RotateCcw, ShieldOff, UserCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UserDetail } from "#server/domain/users/queries";
import { readProblem } from "../layout/problem";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { useToasts } from "../ui/toast";
import { ActWithReason } from "./act-with-reason";
import { ChangeAccess } from "./change-access";

/** What an administrator can do about a person, by the state that the person is in. */
export function UserActions({ user, hasRequest }: { user: UserDetail; hasRequest: boolean }) {
  const t = useTranslations("users.actions");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { userId, state } = user;
  const done = (word: "disabled" | "enabled" | "revoked" | "resent" | "resetAsked") => async () => {
    toasts.add({ title: t(`done.${word}`) });
    await queryClient.invalidateQueries();
  };
  const disable = useMutation(trpc.users.disable.mutationOptions({ onSuccess: done("disabled") }));
  const enable = useMutation(trpc.users.enable.mutationOptions({ onSuccess: done("enabled") }));
  const revoke = useMutation(trpc.users.revokeInvitation.mutationOptions({ onSuccess: done("revoked") }));
  const reset = useMutation(trpc.users.requestTotpReset.mutationOptions({ onSuccess: done("resetAsked") }));
  const resend = useMutation(
    trpc.users.resendInvitation.mutationOptions({
      onSuccess: done("resent"),
      onError: (error) => toasts.add({ title: readProblem(error)?.message ?? t("failed"), type: "error" }),
    }),
  );
  const isInvited = state === "INVITED" || state === "INVITATION_EXPIRED";
  const common = { cancel: t("cancel") };
  return (
    <>
      {state === "ACTIVE" || state === "EXPIRED" ? hasRequest ? null : <ChangeAccess user={user} /> : null}
      {state === "ACTIVE" && user.hasTotp && !hasRequest ? (
        <ActWithReason
          {...common}
          label={t("resetTotp")}
          icon={<ShieldOff aria-hidden />}
          title={t("resetTotp")}
          description={t("resetTotpHint")}
          act={(reason) => reset.mutateAsync({ userId, reason })}
        />
      ) : null}
      {isInvited ? (
        <>
          <Button disabled={resend.isPending} onClick={() => resend.mutate({ userId })}>
            <Mail aria-hidden />
            {t("resend")}
          </Button>
          <ActWithReason
            {...common}
            label={t("revoke")}
            icon={<RotateCcw aria-hidden />}
            kind="danger"
            title={t("revoke")}
            description={t("revokeHint")}
            act={(reason) => revoke.mutateAsync({ userId, reason })}
          />
        </>
      ) : null}
      {state === "ACTIVE" || state === "EXPIRED" ? (
        <ActWithReason
          {...common}
          label={t("disable")}
          icon={<Ban aria-hidden />}
          kind="danger"
          title={t("disableTitle", { name: user.name })}
          description={t("disableHint")}
          act={(reason) => disable.mutateAsync({ userId, reason })}
        />
      ) : null}
      {state === "DISABLED" ? (
        <ActWithReason
          {...common}
          label={t("enable")}
          icon={<UserCheck aria-hidden />}
          title={t("enableTitle", { name: user.name })}
          description={t("enableHint")}
          act={(reason) => enable.mutateAsync({ userId, reason })}
        />
      ) : null}
    </>
  );
}
