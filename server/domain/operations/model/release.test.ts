import { expect, test } from "vitest";
import { releaseOf, stillHolds } from "./release";

const operation = { assetRef: "AAA11", assetClass: null, informedUnitPrice: "100.5" } as const;
const quote = { quoteId: "q", unitPrice: "101.25", assetCode: "AAA11", assetClass: "debentures" };

test.each([
  ["the quote's price", "DESVIO_D1", quote, "anbima", { quoteId: "q", unitPrice: "101.25" }],
  [
    "the traded price, where the fund executes at it",
    "DESVIO_D1",
    quote,
    "informado",
    { quoteId: "q", unitPrice: "100.5" },
  ],
  [
    "the file's price where no source has one",
    "ATIVO_NAO_PRECIFICADO",
    { searched: "x" },
    "anbima",
    { quoteId: null, unitPrice: "100.5" },
  ],
  [
    "the file's price where the quote has none",
    "PRECO_AUSENTE",
    { ...quote, unitPrice: undefined },
    "anbima",
    { quoteId: null, unitPrice: "100.5" },
  ],
] as const)("approving goes on at %s", (_, reason, evidence, basis, expected) => {
  expect(releaseOf({ reason, evidence }, operation, basis)).toMatchObject(expected);
});

test.each(["AMBIGUOUS_ASSET", "ZERO_AMOUNT", "BALANCE_OUT_OF_RANGE", "INSUFFICIENT_CASH"])(
  "%s cannot be approved: there is no price to go on with",
  (reason) => {
    expect(releaseOf({ reason, evidence: quote }, operation, "anbima")).toBeNull();
  },
);

test("without a price anywhere there is nothing to approve", () => {
  const unpriced = { ...operation, informedUnitPrice: null };
  expect(releaseOf({ reason: "ATIVO_NAO_PRECIFICADO", evidence: {} }, unpriced, "anbima")).toBeNull();
});

test("an approval holds while the machine objects to exactly what was shown", () => {
  const shown = { reason: "DESVIO_D1", evidence: { ...quote, measured: "0.07" } };
  expect(stillHolds(shown, { code: "DESVIO_D1", evidence: { ...quote, measured: "0.07" } })).toBe(true);
  expect(stillHolds(shown, { code: "DESVIO_D1", evidence: { ...quote, measured: "0.08" } })).toBe(false);
  expect(stillHolds(shown, { code: "PRECO_REVISADO", evidence: { ...quote, measured: "0.07" } })).toBe(false);
  expect(
    stillHolds(shown, { code: "DESVIO_D1", evidence: { ...quote, measured: "0.07", otherCodes: "x" } }),
  ).toBe(false);
});
