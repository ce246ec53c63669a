import { expect, test } from "vitest";
import { type IntegrityFacts, integrityOf } from "./integrity";

const now = new Date("2026-11-22T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const sound: IntegrityFacts = { verifiedAt: minutesAgo(1), problemCount: 0, tookMs: 200, lagSeconds: 1 };

test.each([
  ["nothing is said before the first pass", { verifiedAt: null }, "UNVERIFIED"],
  ["a sound log is whole", {}, "WHOLE"],
  ["a seal that lags is told", { lagSeconds: 61 }, "BEHIND"],
  ["an old pass says nothing of now", { verifiedAt: minutesAgo(6) }, "STALE"],
  ["a pass over a large log comes less often", { verifiedAt: minutesAgo(6), tookMs: 15_000 }, "WHOLE"],
  [
    "a break outweighs age and lag",
    { verifiedAt: minutesAgo(600), problemCount: 1, lagSeconds: 99 },
    "BROKEN",
  ],
] as const)("%s", (_, facts, expected) => {
  expect(integrityOf({ ...sound, ...facts }, now)).toBe(expected);
});
