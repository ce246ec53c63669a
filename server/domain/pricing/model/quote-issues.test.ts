import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceOn, rowOf } from "./pricing-samples";
import { assessList } from "./quote-issues";

const issuesOf = (changes: Parameters<typeof rowOf>[0]) =>
  assessList([rowOf(changes)], priceOn).flatMap(({ issues }) => issues);

describe("what is wrong with a quote", () => {
  test("a row as ANBIMA serves it is accused of nothing", () => {
    expect(assessList([rowOf()], priceOn)).toEqual([{ row: rowOf(), unitPrice: "1012.345678", issues: [] }]);
  });

  test.each([
    ["field absent", { unitPrice: null }, ["PRECO_AUSENTE"]],
    ["null", { unitPrice: null, unitPriceText: "null" }, ["PRECO_INVALIDO"]],
    ["N/D", { unitPrice: null, unitPriceText: "N/D" }, ["PRECO_INVALIDO"]],
    ["blank", { unitPrice: null, unitPriceText: "" }, ["PRECO_INVALIDO"]],
    ["zero", { unitPrice: "0.000000" }, ["PRECO_INVALIDO"]],
    ["negative", { unitPrice: "-1.5" }, ["PRECO_INVALIDO"]],
    ["too large", { unitPrice: "1000000000000000" }, ["PRECO_INVALIDO"]],
    ["nine decimals", { unitPrice: "1.000000001" }, ["PRECO_INVALIDO"]],
    ["no reference day", { referenceOn: null }, ["PRECO_INVALIDO"]],
    ["day that is none", { referenceOn: "2026-02-31" }, ["PRECO_INVALIDO"]],
    ["future", { referenceOn: "2026-07-16" }, ["PRECO_DATA_FUTURA"]],
    ["past", { referenceOn: "2026-07-13" }, []],
    ["rates inverted", { bidRate: "2.1", indicativeRate: "2.3", askRate: "2.5" }, ["TAXAS_INVERTIDAS"]],
    [
      "rates inverted, no indicative",
      { bidRate: "2.1", indicativeRate: null, askRate: "2.5" },
      ["TAXAS_INVERTIDAS"],
    ],
    ["rates equal", { bidRate: "2.3", indicativeRate: "2.3", askRate: "2.30" }, []],
    ["negative rates in order", { bidRate: "-0.05", indicativeRate: "-0.06", askRate: "-0.07" }, []],
    [
      "negative rates inverted",
      { bidRate: "-0.07", indicativeRate: "-0.06", askRate: "-0.05" },
      ["TAXAS_INVERTIDAS"],
    ],
    ["no rates", { bidRate: null, indicativeRate: "--", askRate: null }, []],
    [
      "above the band",
      { indicativeRate: "2.2771", bandMin: "1", bandMax: "2.277099999999999999" },
      ["FORA_DA_BANDA"],
    ],
    ["below the band", { indicativeRate: "2.2771", bandMin: "2.3", bandMax: null }, ["FORA_DA_BANDA"]],
    ["on the band's edge", { indicativeRate: "2.2771", bandMin: "2.2771", bandMax: "2.2771" }, []],
  ])("%s", (_, changes, issues) => {
    expect(issuesOf(changes)).toEqual(issues);
  });

  test("several issues come gravest first", () => {
    expect(issuesOf({ unitPrice: "0", referenceOn: "2026-07-16", bidRate: "1", bandMax: "1" })).toEqual([
      "PRECO_INVALIDO",
      "PRECO_DATA_FUTURA",
      "TAXAS_INVERTIDAS",
      "FORA_DA_BANDA",
    ]);
  });
});

describe("rows that come twice", () => {
  test("at one price they are one, accused of nothing", () => {
    const quotes = assessList([rowOf(), rowOf({ unitPrice: "1012.34567800" })], priceOn);
    expect(quotes).toEqual([{ row: rowOf(), unitPrice: "1012.345678", issues: [] }]);
  });

  test("what is wrong with either of two equal prices stays", () => {
    const quotes = assessList([rowOf(), rowOf({ bidRate: "1" })], priceOn);
    expect(quotes.map(({ issues }) => issues)).toEqual([["TAXAS_INVERTIDAS"]]);
  });

  test("at two prices both stay, accused", () => {
    const quotes = assessList([rowOf(), rowOf({ unitPrice: "1012.345679" }), rowOf()], priceOn);
    expect(quotes.map(({ unitPrice, issues }) => [unitPrice, issues])).toEqual([
      ["1012.345678", ["PRECO_DUPLICADO_DIVERGENTE"]],
      ["1012.345679", ["PRECO_DUPLICADO_DIVERGENTE"]],
    ]);
  });

  test("a price beside a row without one is a contradiction", () => {
    const quotes = assessList([rowOf(), rowOf({ unitPrice: null, unitPriceText: "N/D" })], priceOn);
    expect(quotes.map(({ issues }) => issues)).toEqual([
      ["PRECO_DUPLICADO_DIVERGENTE"],
      ["PRECO_DUPLICADO_DIVERGENTE", "PRECO_INVALIDO"],
    ]);
  });

  test("another reference day or base date is another quote", () => {
    const rows = [
      rowOf({ unitPrice: "1" }),
      rowOf({ unitPrice: "2", referenceOn: "2026-07-14" }),
      rowOf({ unitPrice: "3", raw: '{"data_base": "2000-07-15"}' }),
    ];
    expect(assessList(rows, priceOn).map(({ issues }) => issues)).toEqual([[], [], []]);
  });

  test("no order of the rows hides a contradiction or invents one", () => {
    const rows = fc.array(
      fc.record({ assetCode: fc.constantFrom("A", "B"), unitPrice: fc.constantFrom("1", "1.0", "2") }),
    );
    fc.assert(
      fc.property(rows, (given) => {
        const quotes = assessList(given.map(rowOf), priceOn);
        for (const code of ["A", "B"]) {
          const prices = new Set(
            given.filter((row) => row.assetCode === code).map((row) => Number(row.unitPrice)),
          );
          const kept = quotes.filter(({ row }) => row.assetCode === code);
          expect(kept).toHaveLength(prices.size);
          for (const { issues } of kept) expect(issues.length > 0).toBe(prices.size > 1);
        }
      }),
    );
  });
});
