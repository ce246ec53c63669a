"use client";

import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "../ui/status-badge";

const tones = {
  PREVIEWED: "inert",
  REQUESTED: "human",
  RUNNING: "moving",
  DONE: "reversed",
  REFUSED: "bad",
  WITHDRAWN: "inert",
} as const satisfies Record<string, Tone>;

export function ReversalStatus({ state }: { state: keyof typeof tones }) {
  const t = useTranslations("audit.reversals.states");
  return <StatusBadge tone={tones[state]}>{t(state)}</StatusBadge>;
}
