"use client";

import { useTranslations } from "next-intl";
import type { RouterOutput } from "../layout/trpc";
import { StatusBadge, type Tone } from "../ui/status-badge";

export type Reversal = RouterOutput["reversals"]["get"];

const tones = {
  PREVIEWED: "inert",
  REQUESTED: "human",
  RUNNING: "moving",
  DONE: "reversed",
  REFUSED: "bad",
  WITHDRAWN: "inert",
} as const satisfies Record<Reversal["state"], Tone>;

export function ReversalStatus({ state }: Pick<Reversal, "state">) {
  const t = useTranslations("audit.reversals.states");
  return <StatusBadge tone={tones[state]}>{t(state)}</StatusBadge>;
}
