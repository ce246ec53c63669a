import { expect, test } from "vitest";
import { readEdit, textsOf } from "./edit-change";
import type { Evidence } from "./prices-at-stake";

const evidence = {
  operation: {
    side: "BUY",
    quantity: "10",
    rate: "0.0015",
    informedUnitPrice: "107.00000000",
    assetRef: "EMBA11",
    operationOn: "2026-11-19",
  },
  fund: { rounding: "HALF_UP" },
  rules: { priceBasis: "anbima" },
  release: { quoteId: null, unitPrice: "107" },
} as unknown as Evidence;
const texts = textsOf(evidence.operation);

test("what is only written otherwise changes nothing", () => {
  expect(readEdit(texts, evidence)).toMatchObject({ change: null, wrong: [] });
  expect(readEdit({ ...texts, quantity: "10,00" }, evidence).change).toBeNull();
});

test("a price as Brazilians write it is what the server takes, and the total follows", () => {
  const { change, totalCents } = readEdit({ ...texts, informedUnitPrice: "1.100,5" }, evidence);
  expect(change).toEqual({ informedUnitPrice: "1100.5" });
  expect(totalCents).toBe(1_102_151n);
});

test("one comma is the decimal mark when a person types it", () => {
  expect(readEdit({ ...texts, informedUnitPrice: "1,250" }, evidence).change).toEqual({
    informedUnitPrice: "1.25",
  });
});

test("an empty price is left to the source, an empty quantity is no quantity", () => {
  expect(readEdit({ ...texts, informedUnitPrice: "" }, evidence).change).toEqual({ informedUnitPrice: null });
  expect(readEdit({ ...texts, quantity: "" }, evidence)).toMatchObject({ change: null, wrong: ["quantity"] });
  expect(readEdit({ ...texts, rate: "1,5" }, evidence)).toMatchObject({ change: null, wrong: ["rate"] });
});

test("the total goes by the source's price where there is one, and by none for another asset", () => {
  const sourced = { ...evidence, release: { quoteId: "q", unitPrice: "100" } } as unknown as Evidence;
  expect(readEdit(texts, sourced).totalCents).toBe(100_150n);
  expect(readEdit({ ...texts, quantity: "20" }, sourced).totalCents).toBe(200_300n);
  expect(readEdit({ ...texts, assetRef: "EMBA12" }, sourced).totalCents).toBeNull();
  const traded = { ...sourced, rules: { priceBasis: "informado" } } as unknown as Evidence;
  expect(readEdit({ ...texts, informedUnitPrice: "110" }, traded).totalCents).toBe(110_165n);
});
