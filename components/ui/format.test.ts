import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatBytes, formatCnpj, formatDay, formatDecimal, formatInstant, formatMoney } from "./format";

describe("numbers and times as people read them", () => {
  test("money beyond what a JavaScript number holds keeps its last centavo", () => {
    expect(formatMoney(12_345_678_901_234_567_891n, "pt-BR")).toBe("R$\u00a0123.456.789.012.345.678,91");
    expect(formatMoney(-5n, "pt-BR")).toBe("-R$\u00a00,05");
    expect(formatMoney(123456n, "pt-BR", false)).toBe("1.234,56");
  });

  test("every amount reads back to the same centavos", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (cents) => {
        const text = formatMoney(cents, "pt-BR", false);
        expect(BigInt(text.replaceAll(/[.,]/g, ""))).toBe(cents);
      }),
    );
  });

  test("a decimal keeps its digits and gets the reader's comma", () => {
    expect(formatDecimal("992.723961", "pt-BR", 6)).toBe("992,723961");
    expect(formatDecimal("1000.00000000", "pt-BR")).toBe("1.000");
  });

  test("days do not slip by a time zone and instants are Brasília's", () => {
    expect(formatDay("2026-11-20", "pt-BR")).toBe("20/11/2026");
    expect(formatInstant(new Date("2026-11-21T00:30:45Z"), "pt-BR")).toBe("20/11/2026, 21:30:45");
  });

  test("a CNPJ with letters is written like any other", () => {
    expect(formatCnpj("12ABC34501DE35")).toBe("12.ABC.345/01DE-35");
    expect(formatBytes(2n * 1024n ** 3n, "pt-BR")).toBe("2 GiB");
  });
});
