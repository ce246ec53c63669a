import { expect, test } from "vitest";
import { dueAfter, serviceDays } from "./service-time";

/** Brasília is UTC−3 all year. */
const at = (text: string) => new Date(`${text}:00-03:00`);

test.each([
  ["within the day", "2026-11-18T10:00", 120, "2026-11-18T12:00"],
  ["up to the very end of the day", "2026-11-18T16:00", 120, "2026-11-18T18:00"],
  ["over the night", "2026-11-18T17:00", 120, "2026-11-19T10:00"],
  ["what comes before the hours begins with them", "2026-11-18T03:00", 30, "2026-11-18T09:30"],
  ["what comes after the hours begins the next business day", "2026-11-18T21:00", 30, "2026-11-19T09:30"],
  ["over a holiday (20 November) and a weekend", "2026-11-19T17:30", 60, "2026-11-23T09:30"],
  ["over more than one day", "2026-11-16T09:00", 2 * 540 + 1, "2026-11-18T09:01"],
])("counts business minutes %s", (_, from, minutes, due) => {
  expect(dueAfter(at(from), minutes)).toEqual(at(due));
});

test("a day that two people declared is counted as they said", () => {
  expect(dueAfter(at("2026-11-20T10:00"), 60, undefined, new Map([["2026-11-20", true]]))).toEqual(
    at("2026-11-20T11:00"),
  );
});

test("days laid end to end count the same hours as the due time does", () => {
  const days = serviceDays("2026-11-18", "2026-11-24", undefined, new Map([["2026-11-23", false]]));
  expect(
    days.map(({ day, beforeS, opensAt, closesAt }) => [day, beforeS / 3600, closesAt > opensAt]),
  ).toEqual([
    ["2026-11-18", 0, true],
    ["2026-11-19", 9, true],
    ["2026-11-20", 18, false],
    ["2026-11-21", 18, false],
    ["2026-11-22", 18, false],
    ["2026-11-23", 18, false],
    ["2026-11-24", 18, true],
  ]);
  expect(days[0]).toMatchObject({ opensAt: at("2026-11-18T09:00"), closesAt: at("2026-11-18T18:00") });
});
