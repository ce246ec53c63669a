import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareDecimals,
  formatScaled,
  isFartherThan,
  multiplyToCents,
  parseDecimal,
  relativeDistance,
  toUnits,
} from "./decimal";

/** Plain decimals of every length the grammar allows, leading and trailing zeros included. */
const plain = fc
  .tuple(fc.stringMatching(/^\d{1,15}$/), fc.option(fc.stringMatching(/^\d{1,12}$/)))
  .map(([integer, fraction]) => (fraction === null ? integer : `${integer}.${fraction}`));

describe("the grammar of a decimal", () => {
  test.each([
    ["0", "0"],
    ["000", "0"],
    ["007.50", "7.5"],
    ["1.000000000000", "1"],
    ["999999999999999.999999999999", "999999999999999.999999999999"],
    ["0.000000000001", "0.000000000001"],
  ])("%s is %s", (text, canonical) => {
    expect(parseDecimal(text)).toBe(canonical);
  });

  test.each([
    "",
    " ",
    ".",
    "1.",
    ".5",
    "-1",
    "-0",
    "+1",
    " 1",
    "1 ",
    "1\n",
    "1,5",
    "1.2.3",
    "NaN",
    "Infinity",
    "1e400",
    "1e5",
    "0x10",
    "１２",
    "٣",
    "1_000",
    "1000000000000000",
    "1.0000000000000",
    "--",
    "=1+1",
    "1\u00a0000",
  ])("%j is refused", (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  test("more decimals than wanted are refused, never rounded", () => {
    expect(parseDecimal("1.123456789", 8)).toBeNull();
    expect(parseDecimal("1.123456780", 8)).toBe("1.12345678");
  });

  test("canonical text reads back as itself and as the same value", () => {
    fc.assert(
      fc.property(plain, (text) => {
        const canonical = parseDecimal(text) ?? "";
        expect(parseDecimal(canonical)).toBe(canonical);
        expect(Big(canonical).eq(text)).toBe(true);
      }),
    );
  });
});

describe("arithmetic", () => {
  test("is the arithmetic of an independent decimal library, rounded once", () => {
    fc.assert(
      fc.property(plain, plain, fc.constantFrom("HALF_UP", "TRUNCATE"), (a, b, rounding) => {
        const exact = Big(a)
          .times(b)
          .times(100)
          .round(0, rounding === "HALF_UP" ? Big.roundHalfUp : Big.roundDown);
        expect(multiplyToCents(a, b, rounding)).toBe(BigInt(exact.toFixed(0)));
        expect(compareDecimals(a, b)).toBe(Big(a).cmp(b));
        expect(compareDecimals(`-${a}`, b)).toBe(Big(a).neg().cmp(b));
      }),
    );
  });

  test.each([
    ["1.005", "100", 10050n, 10050n],
    ["1", "0.005", 1n, 0n],
    ["1", "0.004999999999", 0n, 0n],
    ["3", "0.335", 101n, 100n],
    ["12", "1", 1200n, 1200n],
  ])("%s × %s is %s half up and %s cut", (quantity, price, halfUp, cut) => {
    expect(multiplyToCents(quantity, price, "HALF_UP")).toBe(halfUp);
    expect(multiplyToCents(quantity, price, "TRUNCATE")).toBe(cut);
  });

  test("units of a fixed scale read back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 23n - 1n }), (units) => {
        expect(toUnits(formatScaled(units, 8), 8)).toBe(units);
      }),
    );
    expect(() => toUnits("1.123456789", 8)).toThrow(RangeError);
    expect(formatScaled(-5n, 2)).toBe("-0.05");
  });
});

describe("comparing", () => {
  test.each([
    ["-0.05", "-0.050000000000000000", 0],
    ["-0", "0", 0],
    ["0.00317966886798000001", "0.00317966886798", 1],
    ["-3", "2.9", -1],
  ] as const)("%s with %s is %i", (a, b, order) => {
    expect(compareDecimals(a, b)).toBe(order);
  });

  test.each(["--", "N/D", "1e5", "", "1,5"])("%j is refused", (text) => {
    expect(() => compareDecimals(text, "1")).toThrow(RangeError);
  });
});

describe("relative distance", () => {
  test("just the limit is not beyond it, the smallest step more is", () => {
    expect(isFartherThan("105", "100", "0.05")).toBe(false);
    expect(isFartherThan("95", "100", "0.05")).toBe(false);
    expect(isFartherThan("105.00000001", "100", "0.05")).toBe(true);
    expect(isFartherThan("94.99999999", "100", "0.05")).toBe(true);
    expect(isFartherThan("1", "0", "10")).toBe(true);
  });

  test("is shown with enough digits to tell it from the limit", () => {
    expect(relativeDistance("940", "1000")).toBe("0.06");
    expect(relativeDistance("1050.00001", "1000")).toBe("0.05000001");
    expect(() => relativeDistance("1", "0")).toThrow(RangeError);
  });
});
