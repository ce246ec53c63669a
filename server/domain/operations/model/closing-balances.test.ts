import { expect, test } from "vitest";
import { closingBalances } from "./closing-balances";

const movements = [
  { day: "2026-11-03", cents: -30n },
  { day: "2026-11-01", cents: 100n },
  { day: "2026-11-05", cents: 7n },
];

test("the last day ends with what stands now, and each before it without what came later", () => {
  const days = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"];
  expect(closingBalances({ days, nowCents: 77n, movements, firstDay: "2026-11-01" })).toEqual([
    100n,
    100n,
    70n,
    70n,
    77n,
  ]);
});

test("before its first day a fund has no balance", () => {
  const days = ["2026-10-30", "2026-11-01"];
  expect(closingBalances({ days, nowCents: 77n, movements, firstDay: "2026-11-01" })).toEqual([null, 100n]);
});

test("what counts for a day still to come is not in today's end", () => {
  expect(closingBalances({ days: ["2026-11-04"], nowCents: 77n, movements, firstDay: null })).toEqual([70n]);
});
