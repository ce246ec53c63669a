import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountsOf } from "./amounts";

const digits = (integer: number, fraction: number) =>
  fc
    .tuple(
      fc.stringMatching(new RegExp(`^\\d{1,${integer}}$`)),
      fc.stringMatching(new RegExp(`^\\d{1,${fraction}}$`)),
    )
    .map((parts) => parts.join("."));
const rate = fc.stringMatching(/^0\.\d{1,12}$/);
const side = fc.constantFrom("BUY" as const, "SELL" as const);
const rounding = fc.constantFrom("HALF_UP" as const, "TRUNCATE" as const);

describe("amounts of an operation", () => {
  test.each([
    // side, quantity, unit price, rate, rounding → gross, tax, total
    ["BUY", "10", "1046.357089", "0.005", "HALF_UP", 1046357n, 5232n, 1051589n],
    ["BUY", "10", "1046.357089", "0.005", "TRUNCATE", 1046357n, 5231n, 1051588n],
    ["SELL", "10", "1046.357089", "0.005", "HALF_UP", 1046357n, 5232n, 1041125n],
    ["SELL", "100.00000000", "10.00", "0.000000000000", "HALF_UP", 100000n, 0n, 100000n],
    ["BUY", "1", "0.004", "0.5", "HALF_UP", 0n, 1n, 1n],
    ["SELL", "1", "0.01", "0.999999999999", "HALF_UP", 1n, 1n, 0n],
  ] as const)(
    "%s %s × %s at %s, %s",
    (sideOf, quantity, unitPrice, rateOf, rule, grossCents, taxCents, totalCents) => {
      const amounts = amountsOf({ side: sideOf, quantity, unitPrice, rate: rateOf, rounding: rule });
      expect(amounts).toEqual({ grossCents, taxCents, totalCents });
    },
  );

  test("gross and total are the exact products, each rounded once", () => {
    fc.assert(
      fc.property(
        side,
        digits(15, 8),
        digits(15, 8),
        rate,
        rounding,
        (sideOf, quantity, unitPrice, rateOf, rule) => {
          const amounts = amountsOf({ side: sideOf, quantity, unitPrice, rate: rateOf, rounding: rule });
          const mode = rule === "HALF_UP" ? Big.roundHalfUp : Big.roundDown;
          const cents = (value: Big) => BigInt(value.times(100).round(0, mode).toFixed(0));
          const gross = Big(quantity).times(unitPrice);
          const factor = sideOf === "BUY" ? Big(1).plus(rateOf) : Big(1).minus(rateOf);
          expect(amounts.grossCents).toBe(cents(gross));
          expect(amounts.totalCents).toBe(cents(gross.times(factor)));
        },
      ),
    );
  });

  test("the tax closes the difference and is never negative", () => {
    fc.assert(
      fc.property(
        side,
        digits(15, 8),
        digits(15, 8),
        rate,
        rounding,
        (sideOf, quantity, unitPrice, rateOf, rule) => {
          const { grossCents, taxCents, totalCents } = amountsOf({
            side: sideOf,
            quantity,
            unitPrice,
            rate: rateOf,
            rounding: rule,
          });
          expect(taxCents >= 0n && totalCents >= 0n).toBe(true);
          expect(sideOf === "BUY" ? grossCents + taxCents : grossCents - taxCents).toBe(totalCents);
        },
      ),
    );
  });

  test.each(["NaN", "-1", "1e3", "", "1,5"])("%j is never taken for a number", (text) => {
    const good = { side: "BUY", quantity: "1", unitPrice: "1", rate: "0", rounding: "HALF_UP" } as const;
    expect(() => amountsOf({ ...good, quantity: text })).toThrow(RangeError);
    expect(() => amountsOf({ ...good, unitPrice: text })).toThrow(RangeError);
    expect(() => amountsOf({ ...good, rate: text })).toThrow(RangeError);
  });
});
