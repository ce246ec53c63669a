import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DecimalStyle, decideDecimalStyles } from "./decimal-style";
import { readNumber } from "./numbers";

const unsettled: DecimalStyle = { style: "BR", isSettled: false, hasUsThousands: false };
const brazil: DecimalStyle = { style: "BR", isSettled: true, hasUsThousands: false };
const english: DecimalStyle = { style: "US", isSettled: true, hasUsThousands: true };
const plainPoints: DecimalStyle = { style: "US", isSettled: true, hasUsThousands: false };

function read(text: string, style = unsettled, options = { scale: 8, allowsCurrency: false }): string {
  const result = readNumber(text, style, options);
  return "value" in result ? result.value : result.problem;
}

describe("numbers of a Brazilian file", () => {
  test.each([
    ["1.234,56", "1234.56"],
    ["1234,56", "1234.56"],
    ["1234.56", "1234.56"],
    ["0,01", "0.01"],
    ["0,005", "0.005"],
    ["1234", "1234"],
    ["1.234.567", "1234567"],
    ["\u00a01.234,56 ", "1234.56"],
    ["007,50", "7.5"],
    ["100,00", "100"],
    ["1,123456780000", "1.12345678"],
    ["0", "0"],
    ["999999999999999", "999999999999999"],
    ["", "FIELD_EMPTY"],
    [" ", "FIELD_EMPTY"],
    ["1.234", "NUMBER_AMBIGUOUS"],
    ["1,234", "NUMBER_AMBIGUOUS"],
    ["1,234.56", "NUMBER_FORMAT"],
    ["1e3", "NUMBER_FORMAT"],
    ["1e5", "NUMBER_FORMAT"],
    ["0x10", "NUMBER_FORMAT"],
    ["0b11", "NUMBER_FORMAT"],
    ["Infinity", "NUMBER_FORMAT"],
    ["NaN", "NUMBER_FORMAT"],
    ["１２", "NUMBER_FORMAT"],
    ["٣", "NUMBER_FORMAT"],
    ["1_000", "NUMBER_FORMAT"],
    ["+5", "NUMBER_FORMAT"],
    [".5", "NUMBER_FORMAT"],
    [",5", "NUMBER_FORMAT"],
    ["5.", "NUMBER_FORMAT"],
    ["5,", "NUMBER_FORMAT"],
    ["1e400", "NUMBER_FORMAT"],
    ["1e-30", "NUMBER_FORMAT"],
    ["R$ 1,00", "NUMBER_FORMAT"],
    ["=1+1", "NUMBER_FORMAT"],
    ["--", "NUMBER_FORMAT"],
    ["-", "NUMBER_FORMAT"],
    ["1.23.4,5", "NUMBER_FORMAT"],
    ["1.2345,6", "NUMBER_FORMAT"],
    ["1 234,56", "NUMBER_FORMAT"],
    ["1,2,3", "NUMBER_FORMAT"],
    ["-0", "NOT_POSITIVE"],
    ["-1", "NOT_POSITIVE"],
    ["−1", "NOT_POSITIVE"],
    ["(1.234,56)", "NOT_POSITIVE"],
    ["1.234,56 D", "NOT_POSITIVE"],
    ["9007199254740993", "NUMBER_TOO_LARGE"],
    ["99999999999999999999", "NUMBER_TOO_LARGE"],
    ["0,123456789", "NUMBER_SCALE"],
  ])("%j gives %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("a price may carry R$, with any space", () => {
    const price = { scale: 8, allowsCurrency: true };
    expect(read("R$ 1,00", unsettled, price)).toBe("1");
    expect(read("R$\u00a01.234,56", unsettled, price)).toBe("1234.56");
    expect(read("R$ -1,00", unsettled, price)).toBe("NOT_POSITIVE");
    expect(read("US$ 1,00", unsettled, price)).toBe("NUMBER_FORMAT");
  });

  test("what is doubtful alone is read as the column says", () => {
    expect(read("1.234", brazil)).toBe("1234");
    expect(read("1,234", brazil)).toBe("1.234");
    expect(read("1.234", english)).toBe("1.234");
    expect(read("1,234", english)).toBe("1234");
    expect(read("1,234.56", english)).toBe("1234.56");
    expect(read("1.234,56", english)).toBe("NUMBER_FORMAT");
    expect(read("100.125", plainPoints)).toBe("100.125");
    expect(read("1,234", plainPoints)).toBe("NUMBER_FORMAT");
    expect(read("1,234.56", plainPoints)).toBe("NUMBER_FORMAT");
  });

  test("what is written in either convention is read back", () => {
    const whole = fc.bigInt({ min: 0n, max: 999_999_999_999_999n });
    const fraction = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(whole, fraction, (integer, decimals) => {
        const trimmed = decimals.replace(/0+$/, "");
        const plain = trimmed === "" ? `${integer}` : `${integer}.${trimmed}`;
        const grouped = (mark: string) => `${integer}`.replace(/\B(?=(\d{3})+$)/g, mark);
        expect(read(`${grouped(".")},${decimals}`, brazil)).toBe(plain);
        expect(read(`${grouped(",")}.${decimals}`, english)).toBe(plain);
      }),
    );
  });

  test("no text throws, and what is read is plain", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(unsettled, brazil, english, plainPoints), (text, style) => {
        expect(read(text, style)).toMatch(/^(\d{1,15}(\.\d{1,8})?|[A-Z_]+)$/);
      }),
    );
  });
});

describe("what the columns of a file say about commas and points", () => {
  const decide = (samples: { quantity?: string[]; rate?: string[]; price?: string[] }, isEnglish = false) =>
    decideDecimalStyles(
      { quantity: samples.quantity ?? [], rate: samples.rate ?? [], informedUnitPrice: samples.price ?? [] },
      isEnglish,
    );

  test("without evidence a number like 1.234 stays doubtful", () => {
    expect(decide({ quantity: ["1.234", "5.000", "10"] }).quantity).toEqual(unsettled);
  });

  test("a column's own decimals settle it", () => {
    expect(decide({ quantity: ["1.234", "10,5"] }).quantity).toEqual(brazil);
    expect(decide({ quantity: ["100.125", "10.5"] }).quantity).toEqual(plainPoints);
  });

  test("commas elsewhere make points thousands; points elsewhere settle only an English file", () => {
    expect(decide({ quantity: ["1.000"], rate: ["0,0015"] }).quantity).toEqual(brazil);
    expect(decide({ quantity: ["1.000"], rate: ["0.0015"] }).quantity.isSettled).toBe(false);
    expect(
      decide({ quantity: ["100.125"], rate: ["0.0015"], price: ["1012.345678"] }, true).quantity,
    ).toEqual(english);
  });

  test("whole thousands written plainly show that a column does not group them", () => {
    expect(decide({ quantity: ["100.125", "1500", "2500"] }).quantity).toEqual(plainPoints);
  });

  test("one stray 1,234.56 neither settles nor unsettles a column", () => {
    const styles = decide({ price: ["1.012,34", "999,10", "1.000,01", "12,5", "1,234.56"] });
    expect(styles.informedUnitPrice).toEqual(brazil);
    expect(decide({ price: ["1012.345678", "1010.12", "1,234.56"] }).informedUnitPrice.hasUsThousands).toBe(
      false,
    );
    expect(decide({ price: ["1,012.34", "1,010.12", "9.5"] }).informedUnitPrice.hasUsThousands).toBe(true);
  });
});
