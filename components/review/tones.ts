import type { Outcome, Verdict } from "#server/domain/review/browser";
import type { Tone } from "../ui/status-badge";

export const outcomeTones = {
  APPROVED: "done",
  REJECTED: "bad",
  EDITED: "moving",
} as const satisfies Record<Outcome, Tone>;

export const verdictTones = {
  APPROVE: "done",
  REJECT: "bad",
  EDIT: "moving",
} as const satisfies Record<Verdict, Tone>;
