import fc from "fast-check";
import { expect, test } from "vitest";
import { checkTotals, createTotals, reviveExpected, storeExpected } from "./control-totals";

const line = fc.record({
  units: fc.bigInt({ min: 1n, max: 10n ** 20n }),
  price: fc.option(fc.bigInt({ min: 1n, max: 10n ** 14n })),
  rounding: fc.constantFrom("HALF_UP" as const, "TRUNCATE" as const),
});
const plain = (units: bigint) => `${units / 10n ** 8n}.${(units % 10n ** 8n).toString().padStart(8, "0")}`;

test("totals are the exact sums of their lines, each value rounded once, in whatever order they come", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const sum = (all: typeof lines) => {
        const totals = createTotals();
        for (const { units, price, rounding } of all)
          totals.add({
            quantity: plain(units),
            informedUnitPrice: price === null ? null : plain(price),
            rounding,
          });
        return totals.result();
      };
      const found = sum(lines);
      expect(sum([...lines].reverse())).toEqual(found);
      const units = lines.reduce((total, each) => total + each.units, 0n);
      expect(found.lines).toBe(lines.length);
      const [whole = "0", decimals = ""] = found.quantity.split(".");
      expect(BigInt(whole + decimals.padEnd(8, "0"))).toBe(units);
      const cents = lines.reduce((total, { units: quantity, price, rounding }) => {
        const exact = quantity * (price ?? 0n);
        return total + (exact + (rounding === "HALF_UP" ? 5n * 10n ** 13n : 0n)) / 10n ** 14n;
      }, 0n);
      expect(found.valueCents).toBe(cents);
    }),
  );
});

test("only what is expected is compared, and what is kept comes back as it was", () => {
  const found = { lines: 2, quantity: "10.5", valueCents: 1051n, pricedLines: 1 };
  expect(checkTotals({}, found)).toEqual([]);
  const expected = { lines: 2, valueCents: 1050n };
  expect(checkTotals(expected, found).map(({ key, matches }) => [key, matches])).toEqual([
    ["lines", true],
    ["value", false],
  ]);
  expect(reviveExpected(JSON.parse(storeExpected(expected) as string))).toEqual(expected);
  expect(storeExpected({})).toBeNull();
  expect(reviveExpected(null)).toBeNull();
});
