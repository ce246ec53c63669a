import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addBusinessDays,
  addDays,
  businessDaysBetween,
  isBusinessDay,
  isDay,
  localDay,
  localInstant,
  previousBusinessDay,
  publicationAt,
} from "./business-day";

/** Carnival Monday and Tuesday, Good Friday, Corpus Christi as published in ANBIMA.cal. */
const moving: Record<number, string[]> = {
  2020: ["02-24", "02-25", "04-10", "06-11"],
  2021: ["02-15", "02-16", "04-02", "06-03"],
  2022: ["02-28", "03-01", "04-15", "06-16"],
  2023: ["02-20", "02-21", "04-07", "06-08"],
  2024: ["02-12", "02-13", "03-29", "05-30"],
  2025: ["03-03", "03-04", "04-18", "06-19"],
  2026: ["02-16", "02-17", "04-03", "06-04"],
  2027: ["02-08", "02-09", "03-26", "05-27"],
  2028: ["02-28", "02-29", "04-14", "06-15"],
  2029: ["02-12", "02-13", "03-30", "05-31"],
  2030: ["03-04", "03-05", "04-19", "06-20"],
  2031: ["02-24", "02-25", "04-11", "06-12"],
  2032: ["02-09", "02-10", "03-26", "05-27"],
  2033: ["02-28", "03-01", "04-15", "06-16"],
  2034: ["02-20", "02-21", "04-07", "06-08"],
  2035: ["02-05", "02-06", "03-23", "05-24"],
};
const fixed = ["01-01", "04-21", "05-01", "09-07", "10-12", "11-02", "11-15", "12-25"];

const day = fc
  .integer({ min: Date.UTC(2001, 0, 1) / 86_400_000, max: Date.UTC(2078, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let current = `${year}-01-01`; current <= `${year}-12-31`; current = addDays(current, 1))
    days.push(current);
  return days;
}

describe("the ANBIMA calendar", () => {
  test.each(Object.entries(moving))("%s closes on exactly the published days", (year, movingDays) => {
    const closed = [...fixed, ...movingDays, ...(Number(year) >= 2024 ? ["11-20"] : [])].map(
      (md) => `${year}-${md}`,
    );
    const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    for (const date of daysOf(Number(year))) {
      expect([date, isBusinessDay(date)]).toEqual([date, !isWeekend(date) && !closed.includes(date)]);
    }
  });

  test.each([
    [2024, 253],
    [2025, 252],
    [2026, 249],
    [2027, 251],
    [2028, 248],
    [2029, 249],
    [2030, 252],
  ])("%i has %i business days", (year, count) => {
    expect(daysOf(year).filter((date) => isBusinessDay(date)).length).toBe(count);
    expect(businessDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)).toBe(count);
  });

  test.each([
    ["2024-12-31", "2025-01-02", "2025-01-03", "2024-12-30"],
    ["2025-02-28", "2025-03-05", "2025-03-06", "2025-02-27"],
    ["2025-04-17", "2025-04-22", "2025-04-23", "2025-04-16"],
    ["2025-06-18", "2025-06-20", "2025-06-23", "2025-06-17"],
    ["2025-11-19", "2025-11-21", "2025-11-24", "2025-11-18"],
    ["2025-12-24", "2025-12-26", "2025-12-29", "2025-12-23"],
    ["2026-02-13", "2026-02-18", "2026-02-19", "2026-02-12"],
    ["2026-04-02", "2026-04-06", "2026-04-07", "2026-04-01"],
    ["2026-06-03", "2026-06-05", "2026-06-08", "2026-06-02"],
    ["2026-09-04", "2026-09-08", "2026-09-09", "2026-09-03"],
    ["2026-11-19", "2026-11-23", "2026-11-24", "2026-11-18"],
    ["2026-12-31", "2027-01-04", "2027-01-05", "2026-12-30"],
  ])("from %s: next %s, second %s, previous %s", (date, next, second, previous) => {
    expect(addBusinessDays(date, 1)).toBe(next);
    expect(addBusinessDays(date, 2)).toBe(second);
    expect(previousBusinessDay(date)).toBe(previous);
  });

  test.each([
    ["2025-01-02", "2026-01-02", 252],
    ["2026-01-02", "2027-01-04", 249],
    ["2026-02-13", "2026-02-18", 1],
    ["2026-06-03", "2026-06-05", 1],
    ["2026-06-03", "2026-06-04", 0],
    ["2026-07-01", "2026-07-31", 22],
  ])("from %s to %s are %i business days", (from, to, count) => {
    expect(businessDaysBetween(from, to)).toBe(count);
    expect(businessDaysBetween(to, from) + count).toBe(0);
  });

  test.each([
    ["2025-12-31", 10, "2026-01-15"],
    ["2026-01-31", 10, "2026-02-13"],
    ["2026-01-31", 15, "2026-02-24"],
    ["2026-06-30", 10, "2026-07-14"],
    ["2026-12-31", 15, "2027-01-22"],
  ])("after %s business day %i is %s", (date, n, expected) => {
    expect(addBusinessDays(date, n)).toBe(expected);
  });

  test("zero business days on is the day itself, or the next open one", () => {
    expect(addBusinessDays("2026-07-15", 0)).toBe("2026-07-15");
    expect(addBusinessDays("2026-07-18", 0)).toBe("2026-07-20");
  });

  test("what two people decided goes before the rule", () => {
    const overrides = new Map([
      ["2026-07-15", false],
      ["2026-07-18", true],
    ]);
    expect(isBusinessDay("2026-07-15", overrides)).toBe(false);
    expect(isBusinessDay("2026-07-18", overrides)).toBe(true);
    expect(addBusinessDays("2026-07-14", 1, overrides)).toBe("2026-07-16");
    expect(businessDaysBetween("2026-07-14", "2026-07-17", overrides)).toBe(2);
    expect(businessDaysBetween("2026-07-17", "2026-07-20", overrides)).toBe(2);
  });

  test("counting and stepping agree on every pair of days", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, n) => {
        const to = addBusinessDays(from, n);
        expect(businessDaysBetween(from, to)).toBe(n);
        expect(isBusinessDay(to)).toBe(true);
        expect(addBusinessDays(to, -n) <= from || isBusinessDay(from)).toBe(true);
      }),
    );
  });

  test("a day that does not exist is no day", () => {
    for (const text of [
      "2026-02-29",
      "2026-02-31",
      "2026-13-01",
      "2026-00-10",
      "26-01-01",
      "2026-1-1",
      "",
      "x",
    ]) {
      expect([text, isDay(text)]).toEqual([text, false]);
    }
    expect(isDay("2028-02-29")).toBe(true);
    expect(() => addDays("nunca", 1)).toThrow(RangeError);
  });
});

describe("the clock of São Paulo", () => {
  test.each([
    ["2026-07-15", "20:00", "2026-07-15T23:00:00.000Z"],
    ["2018-01-15", "20:00", "2018-01-15T22:00:00.000Z"],
    ["2018-07-15", "20:00", "2018-07-15T23:00:00.000Z"],
    ["2019-02-16", "20:00", "2019-02-16T22:00:00.000Z"],
    ["2019-02-17", "20:00", "2019-02-17T23:00:00.000Z"],
    ["2026-01-15", "09:30:15", "2026-01-15T12:30:15.000Z"],
  ])("%s %s is %s", (date, time, instant) => {
    expect(localInstant(date, time).toISOString()).toBe(instant);
  });

  test("a skipped midnight moves on and of a repeated hour the first counts", () => {
    expect(localInstant("2018-11-04", "00:30").toISOString()).toBe("2018-11-04T03:30:00.000Z");
    expect(localInstant("2018-02-17", "23:30").toISOString()).toBe("2018-02-18T01:30:00.000Z");
  });

  test("the local day changes at local midnight, under summer time too", () => {
    expect(localDay(new Date("2026-07-16T02:59:59.999Z"))).toBe("2026-07-15");
    expect(localDay(new Date("2026-07-16T03:00:00Z"))).toBe("2026-07-16");
    expect(localDay(new Date("2018-01-16T01:59:59.999Z"))).toBe("2018-01-15");
    expect(localDay(new Date("2018-01-16T02:00:00Z"))).toBe("2018-01-16");
  });

  test("a local time is on its own day", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 2, max: 22 }), (date, hour) => {
        expect(localDay(localInstant(date, `${String(hour).padStart(2, "0")}:00`))).toBe(date);
      }),
    );
    expect(() => localInstant("2026-07-15", "25:00")).toThrow(RangeError);
  });

  test("prices of a day are published at 20h of that day", () => {
    expect(publicationAt("2026-07-15").toISOString()).toBe("2026-07-15T23:00:00.000Z");
  });
});
