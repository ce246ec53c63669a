import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyValueFix, type ValueFixKind, valueFixKinds } from "./fixes";
import { readNumber } from "./numbers";

const fix = (kind: ValueFixKind, value: string, side = "C") =>
  applyValueFix(kind, [value, side], 0, 1)?.[0] ?? null;

describe("a repair takes only what can be meant in one way", () => {
  test.each<[ValueFixKind, string, string | null]>([
    ["pad_cnpj", "191", "00000000000191"],
    ["pad_cnpj", "192", null],
    ["pad_cnpj", "ALFA", null],
    ["decimal_comma", "1.234", "1234"],
    ["decimal_comma", "1,234", "1.2340"],
    ["decimal_comma", "1,234.5", null],
    ["decimal_point", "1,234.56", "1234.56"],
    ["decimal_point", "1.234", "1.2340"],
    ["decimal_point", "12.34.5", null],
    ["side_word", " Compras.", "C"],
    ["side_word", "VENDIDO", "V"],
    ["side_word", "resgate", null],
    ["percent", "1,5%", "0.015"],
    ["percent", "100%", "1.00"],
    ["percent", "0.25 %", "0.0025"],
    ["percent", "1,5", null],
    ["strip_invisible", "A\u200b1", "A1"],
    ["strip_invisible", "A1", null],
    ["clear_class", "XPTO", ""],
  ])("%s of %s", (kind, value, mended) => {
    expect(fix(kind, value)).toBe(mended);
  });

  test("a sign is dropped from a sale alone", () => {
    expect(fix("drop_sign", "-10,5", "V")).toBe("10,5");
    expect(fix("drop_sign", "(10)", "venda")).toBe("10");
    expect(fix("drop_sign", "-10,5", "C")).toBeNull();
  });

  test("what it writes is read as one number in any style, and nothing makes it throw", () => {
    const styles = (["BR", "US"] as const).map((style) => ({
      style,
      isSettled: false,
      hasUsThousands: false,
    }));
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,3}([.,]\d{1,3}){0,2}$/), (value) => {
        for (const kind of ["decimal_comma", "decimal_point"] as const) {
          const mended = fix(kind, value);
          if (mended === null) continue;
          const read = styles.map((style) => readNumber(mended, style, { scale: 8, allowsCurrency: false }));
          expect(read[0]).toEqual(read[1]);
          expect(read[0]).toHaveProperty("value");
        }
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.constantFrom(...valueFixKinds),
        fc.option(fc.nat(9)),
        (fields, kind, at) => {
          const mended = applyValueFix(kind, fields, at, 0);
          if (mended) expect(mended).toHaveLength(fields.length);
        },
      ),
    );
  });
});
