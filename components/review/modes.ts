import type { Verdict } from "#server/domain/review/browser";

/** What a person is doing with an item: a verdict, putting it off, or saying something. */
export type Mode = Verdict | "SNOOZE" | "COMMENT";
