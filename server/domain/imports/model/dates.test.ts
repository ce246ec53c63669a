import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brazilianDay, readDate } from "./dates";

describe("dates", () => {
  test.each([
    ["15/07/2026", "2026-07-15"],
    ["1/7/2026", "2026-07-01"],
    ["2026-07-15", "2026-07-15"],
    ["150726", "2026-07-15"],
    ["15072026", "2026-07-15"],
    ["29/02/2028", "2028-02-29"],
    ["15-07-2026", "2026-07-15"],
    ["15.07.2026", "2026-07-15"],
    ["03/04/2026", "2026-04-03"],
    ["15/07/26", "2026-07-15"],
    ["15/07/70", "1970-07-15"],
    ["15/07/69", "2069-07-15"],
  ])("%s is %s, day before month", (text, day) => {
    expect(readDate(text)).toEqual({ day });
  });

  test.each([
    "31/02/2026",
    "32/01/2026",
    "2026-13-01",
    "310226",
    "29/02/2026",
    "07/15/2026",
    "00/01/2026",
    "2026-02-30",
  ])("%s does not exist", (text) => {
    expect(readDate(text)).toEqual({ problem: "DATE_IMPOSSIBLE" });
  });

  test.each([
    "",
    "hoje",
    "2026/07/15",
    "15/jul/2026",
    "2026-7-15",
    "46218",
    "１５/07/2026",
    "15/07/2026 00:00",
    "15/07/202",
  ])("%j is no date of ours", (text) => {
    expect(readDate(text)).toEqual({ problem: "DATE_FORMAT" });
  });

  test("what is shown is read back", () => {
    const day = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(readDate(brazilianDay(iso))).toEqual({ day: iso });
        expect(readDate(iso)).toEqual({ day: iso });
      }),
    );
  });
});
