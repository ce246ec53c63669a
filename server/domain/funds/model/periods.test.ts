import { expect, test } from "vitest";
import { daysShown } from "./periods";

test("a period ends today and holds its number of days", () => {
  const days = daysShown("30d", "2026-11-20", "2020-01-01");
  expect(days).toHaveLength(30);
  expect([days[0], days.at(-1)]).toEqual(["2026-10-22", "2026-11-20"]);
});

test("a fund younger than the period begins with its first entry", () => {
  expect(daysShown("90d", "2026-11-20", "2026-11-18")).toEqual(["2026-11-18", "2026-11-19", "2026-11-20"]);
  expect(daysShown("tudo", "2026-11-20", null)).toEqual([]);
});

test("a long history is thinned evenly and keeps today", () => {
  const days = daysShown("tudo", "2026-11-20", "2019-01-01");
  expect(days.length).toBeLessThanOrEqual(366);
  expect(days.at(-1)).toBe("2026-11-20");
  const gaps = days.slice(1).map((day, i) => (Date.parse(day) - Date.parse(days[i]!)) / 86_400_000);
  expect(new Set(gaps).size).toBe(1);
});
