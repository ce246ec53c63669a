import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBrazilianDecimal } from "./brazilian-number";
import { AMOUNT_CENTS_MAX, formatCents, isAmountInRange, parseCents } from "./money";

describe("amounts as people write them", () => {
  test.each([
    ["1.234,56", 123456n],
    ["1234.56", 123456n],
    ["R$ 1.234,56", 123456n],
    ["R$\u00a01.234,56", 123456n],
    ["-R$ 1.234,56", -123456n],
    ["R$ -0,05", -5n],
    ["0,01", 1n],
    ["(1.234,56)", -123456n],
    ["1.234,56 D", -123456n],
    ["1.234,56 C", 123456n],
    ["1234", 123400n],
    ["1.234.567", 123456700n],
    ["0,12", 12n],
  ])("%j is %s centavos", (text, cents) => {
    expect(parseCents(text)).toBe(cents);
  });

  test.each([
    "",
    "1.23.4,5",
    "--",
    "NaN",
    "1e5",
    "=1+1",
    "1.234",
    "1,234",
    "1,234.56",
    "0,005",
    "(1",
    "1)",
    "-(1)",
    "-1 D",
    "1,2,3",
    ".",
    ",",
    "R$",
    "1 234,56",
    "12.34,56",
    "0.123,45",
    "99999999999999,99",
  ])("%j is refused", (text) => {
    expect(parseCents(text)).toBeNull();
  });

  test("what is shown reads back, over the whole range", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -AMOUNT_CENTS_MAX, max: AMOUNT_CENTS_MAX }), (cents) => {
        expect(parseCents(formatCents(cents))).toBe(cents);
      }),
    );
  });

  test("centavos are shown with the Portuguese marks", () => {
    expect(formatCents(0n)).toBe("0,00");
    expect(formatCents(-5n)).toBe("-0,05");
    expect(formatCents(123456n)).toBe("1.234,56");
    expect(formatCents(-AMOUNT_CENTS_MAX)).toBe("-10.000.000.000.000,00");
    expect(formatCents(10n ** 18n + 1n)).toBe("10.000.000.000.000.000,01");
  });

  test("ten trillion reais is the last amount either way", () => {
    expect(isAmountInRange(AMOUNT_CENTS_MAX)).toBe(true);
    expect(isAmountInRange(-AMOUNT_CENTS_MAX)).toBe(true);
    expect(isAmountInRange(AMOUNT_CENTS_MAX + 1n)).toBe(false);
    expect(isAmountInRange(-AMOUNT_CENTS_MAX - 1n)).toBe(false);
  });
});

describe("numbers of Brazilian files", () => {
  test.each([
    ["1.046,357089", "1046.357089"],
    ["1046.357089", "1046.357089"],
    ["0,125", "0.125"],
    ["0.050", "0.05"],
    ["1234,567", "1234.567"],
    ["12", "12"],
  ])("%s is %s", (text, value) => {
    expect(parseBrazilianDecimal(text)).toEqual({ kind: "decimal", value });
  });

  test.each(["1.234", "1,234", "100.000", "1,234.56", "1,234,567.8"])("%s may mean two things", (text) => {
    expect(parseBrazilianDecimal(text)).toEqual({ kind: "ambiguous" });
  });

  test.each(["", "-1", "1,234,567", "1.23.4,5", "1.", ",5", "1e5", "9999999999999999"])(
    "%j is no number",
    (text) => {
      expect(parseBrazilianDecimal(text)).toEqual({ kind: "invalid" });
    },
  );
});
