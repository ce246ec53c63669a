import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyDayDelayMs, publicationDelayMs, unavailableDelayMs } from "./backoff";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("when a price is asked for again", () => {
  test.each([
    [1, 500],
    [2, 1_000],
    [4, 4_000],
    [6, 16_000],
    [7, 30_000],
    [1_000_000, 30_000],
  ])("after failure %i within %i ms, and not before half of it", (attempt, delayMs) => {
    fc.assert(
      fc.property(random, (value) => {
        const delay = unavailableDelayMs(attempt, value);
        expect(delay >= delayMs / 2 && delay <= delayMs).toBe(true);
      }),
    );
  });

  test.each([
    [0, 500],
    [10_000, 10_000],
    [299_999, 30_000],
    [300_000, 30_000],
    [3_600_000, 360_000],
    [36_000_000, 3_600_000],
    [1e12, 3_600_000],
  ])("a day that has been empty for %i ms: within %i ms", (ageMs, delayMs) => {
    expect(emptyDayDelayMs(ageMs, 0)).toBe(delayMs / 2);
    expect(emptyDayDelayMs(ageMs, 0.999_999_999)).toBeLessThanOrEqual(delayMs);
  });

  test("before the publication exactly until it, after it at once", () => {
    expect(publicationDelayMs("2026-07-15", new Date("2026-07-15T22:00:00Z"))).toBe(3_600_000);
    expect(publicationDelayMs("2026-07-15", new Date("2026-07-15T23:00:00Z"))).toBe(0);
    expect(publicationDelayMs("2026-07-15", new Date("2026-08-01T00:00:00Z"))).toBe(0);
  });
});
