import { expect, test } from "vitest";
import { fatesIfStopped, fatesOfStopped } from "./stopped";

const of = (state: "PENDING" | "EXECUTED" | "CANCELLED" | "REVERSED", count: number) => ({
  state,
  waitReason: null,
  code: null,
  count,
});
const problem = (code: string, count: number) => ({ state: "REJECTED" as const, code, count, fix: null });

test("what stopping would leave adds up to the lines of the file", () => {
  const fates = fatesIfStopped({
    upload: { rowCount: 100 },
    operations: [of("EXECUTED", 30), of("PENDING", 20)],
    problems: [problem("SIDE_UNKNOWN", 5)],
  });
  expect(fates).toEqual({ executed: 30, waiting: 20, notTaken: 45 });
});

test("of a stopped file only what the stopping left out counts as not taken", () => {
  const fates = fatesOfStopped({
    operations: [of("EXECUTED", 20), of("REVERSED", 10), of("CANCELLED", 20)],
    problems: [problem("SIDE_UNKNOWN", 5), problem("NOT_TAKEN", 45)],
  });
  expect(fates).toEqual({ executed: 30, waiting: 20, notTaken: 45 });
});
