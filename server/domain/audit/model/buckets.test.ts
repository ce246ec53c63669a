import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketsOf } from "./buckets";

test("days begin at midnight in Brasília", () => {
  const { from, everyS, count } = bucketsOf(
    new Date("2026-11-01T13:00:00Z"),
    new Date("2026-11-30T13:00:00Z"),
  );
  expect([from.toISOString(), everyS, count]).toEqual(["2026-11-01T03:00:00.000Z", 43_200, 59]);
});

test("a moment alone is one stretch", () => {
  const at = new Date("2026-11-22T12:00:07Z");
  expect(bucketsOf(at, at)).toEqual({ from: at, everyS: 1, count: 1 });
});

test("any two instants of half a century lie within few stretches", () => {
  const instant = fc.date({ min: new Date("2000-01-01"), max: new Date("2050-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const [first, last] = a < b ? [a, b] : [b, a];
      const { from, everyS, count } = bucketsOf(first, last);
      const end = from.getTime() + count * everyS * 1000;
      return from <= first && end > last.getTime() && count >= 1 && count <= 72;
    }),
  );
});
