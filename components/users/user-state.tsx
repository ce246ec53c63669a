"use client";

import { useTranslations } from "next-intl";
import type { UserState } from "#server/domain/users/queries";
import { StatusBadge, type Tone } from "../ui/status-badge";

const tones: Record<UserState, Tone> = {
  ACTIVE: "done",
  AWAITING_APPROVAL: "human",
  INVITED: "waiting",
  INVITATION_EXPIRED: "inert",
  EXPIRED: "inert",
  DISABLED: "bad",
  CANCELLED: "inert",
};

export function UserStateBadge({ state }: { state: UserState }) {
  const t = useTranslations("users.states");
  return <StatusBadge tone={tones[state]}>{t(state)}</StatusBadge>;
}

/** Whether a person has the second factor, and whether their role asks for it. */
export function TotpBadge({ hasTotp, mustHaveTotp }: { hasTotp: boolean; mustHaveTotp: boolean }) {
  const t = useTranslations("users.totp");
  if (hasTotp) return <StatusBadge tone="done">{t("on")}</StatusBadge>;
  return mustHaveTotp ? (
    <StatusBadge tone="waiting">{t("missing")}</StatusBadge>
  ) : (
    <span className="text-muted">{t("off")}</span>
  );
}
