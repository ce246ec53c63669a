import { describe, expect, test } from "vitest";
import { addBusinessDays } from "#server/kernel/business-day";
import { isIsin, withIsinCheckDigit } from "./isin";
import { codeOf, quoteOf, universe, unpricedAssets } from "./universe";

describe("the universe of assets", () => {
  test("has every class in the promised size", () => {
    const count = (assetClass: string) => universe.filter((asset) => asset.assetClass === assetClass).length;
    expect([count("fidc"), count("cri-cra"), count("debentures"), count("titulos-publicos")]).toEqual([
      40, 30, 60, 12,
    ]);
  });

  test("codes and ISINs are unique, and every ISIN has its check digit", () => {
    const all = [...universe, ...unpricedAssets];
    expect(new Set(all.map(codeOf)).size).toBe(all.length);
    expect(new Set(all.map((asset) => asset.isin)).size).toBe(all.length);
    for (const asset of all) expect(isIsin(asset.isin), asset.isin).toBe(true);
  });

  test("the check digit is that of a published ISIN", () => {
    expect(withIsinCheckDigit("BRPETRACNPR")).toBe("BRPETRACNPR6");
    expect(withIsinCheckDigit("US037833100")).toBe("US0378331005");
    expect(isIsin("US0378331006")).toBe(false);
  });

  test("a public bond is known by SELIC code and maturity", () => {
    expect(universe.map(codeOf)).toContain("760199/2030-08-15");
  });
});

describe("the quote of a day", () => {
  test("is the same whenever it is asked, and another with another seed", () => {
    const asset = universe[7]!;
    expect(quoteOf(asset, "2026-07-15")).toEqual(quoteOf(asset, "2026-07-15"));
    expect(quoteOf(asset, "2026-07-15", 2).unitPrice).not.toBe(quoteOf(asset, "2026-07-15", 1).unitPrice);
  });

  test("moves by less than 1.5 % from one business day to the next, keeps its rates in order and in the band", () => {
    const micros = (text: string) => BigInt(text.replace(".", ""));
    for (const asset of universe) {
      let before: bigint | null = null;
      for (let day = "2024-01-02", i = 0; i < 750; i++, day = addBusinessDays(day, 1)) {
        const quote = quoteOf(asset, day);
        expect(quote.unitPrice).toMatch(/^\d+\.\d{6}$/);
        const price = micros(quote.unitPrice);
        const move = before === null ? 0n : price > before ? price - before : before - price;
        if (before !== null && move * 1000n >= before * 15n) expect.fail(`${asset.feedCode} ${day}`);
        const [bid, indicative, ask] = [quote.bidRate, quote.indicativeRate, quote.askRate].map(micros);
        const isOrdered = bid! >= indicative! && indicative! >= ask!;
        const isInside = micros(quote.bandMin) <= indicative! && indicative! <= micros(quote.bandMax);
        if (!isOrdered || !isInside) expect.fail(`${asset.feedCode} ${day}`);
        before = price;
      }
    }
  }, 30_000);
});
