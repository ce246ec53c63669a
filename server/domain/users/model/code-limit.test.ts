import { expect, test } from "vitest";
import { codeWaitS } from "./code-limit";

const now = new Date("2026-11-23T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test("a few wrong codes cost nothing; then each waits twice as long, up to a quarter of an hour", () => {
  expect(codeWaitS({ failedCount: 4, failedAt: ago(0) }, now)).toBe(0);
  const waits = [5, 6, 7, 11, 40].map((failedCount) => codeWaitS({ failedCount, failedAt: ago(0) }, now));
  expect(waits).toEqual([15, 30, 60, 900, 900]);
});

test("the wait passes by itself, and a quiet day forgets", () => {
  expect(codeWaitS({ failedCount: 6, failedAt: ago(31) }, now)).toBe(0);
  expect(codeWaitS({ failedCount: 40, failedAt: ago(86_401) }, now)).toBe(0);
});
