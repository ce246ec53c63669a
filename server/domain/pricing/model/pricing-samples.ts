import type { AssetClass, PriceRow } from "#server/kernel/ports";
import { type DayList, type DayLists, indexQuotes, type Quote } from "./day-lists";
import { type PricingInput, type PricingRules, priceOperation } from "./price-operation";
import { assessList } from "./quote-issues";

export const priceOn = "2026-07-15";

/** A FIDC quote row as ANBIMA serves it, but for what is given. */
export function rowOf(changes: Partial<PriceRow> = {}): PriceRow {
  return {
    assetCode: "FEX1S1",
    isin: "BRFEX1CTF007",
    maturityOn: "2029-12-17",
    referenceOn: priceOn,
    unitPrice: "1012.345678",
    unitPriceText: null,
    bidRate: "2.4512",
    askRate: "2.1034",
    indicativeRate: "2.2771",
    standardDeviation: "0.0845",
    bandMin: null,
    bandMax: null,
    raw: "{}",
    ...changes,
  };
}

/** The rows as they come back from the books, assessed. */
export function quotesOf(rows: readonly PriceRow[], assetClass: AssetClass = "fidc"): Quote[] {
  return assessList(rows, priceOn).map(({ row, unitPrice, issues }, index) => ({
    ...row,
    quoteId: `${assetClass}-${index}`,
    assetClass,
    unitPrice,
    issues,
    revisedFrom: null,
  }));
}

/** Lists of the four classes: answered with the quotes given, else answered without any. */
export function listsOf(...quotes: readonly Quote[]): Map<AssetClass, DayList> {
  const classes: readonly AssetClass[] = ["fidc", "cri-cra", "debentures", "titulos-publicos"];
  return new Map(
    classes.map((assetClass) => [
      assetClass,
      { state: "ANSWERED", quotes: indexQuotes(quotes.filter((quote) => quote.assetClass === assetClass)) },
    ]),
  );
}

/** Prices a purchase of FEX1S1 under the default rules after publication, but for what is given. */
export function decide(
  changes: {
    lists?: DayLists;
    operation?: Partial<PricingInput["operation"]>;
    fund?: Partial<PricingRules>;
    previous?: string | null;
    emptyBefore?: PricingInput["emptyBefore"];
    now?: Date;
  } = {},
) {
  const { lists = listsOf(...quotesOf([rowOf()])), previous = null } = changes;
  return priceOperation({
    operation: {
      assetRef: "FEX1S1",
      assetClass: null,
      operationOn: priceOn,
      informedUnitPrice: null,
      ...changes.operation,
    },
    fund: {
      priceBasis: "anbima",
      jumpLimit: "0.05",
      tradedPriceLimit: "0.05",
      staleBusinessDays: 0,
      ...changes.fund,
    },
    lists,
    previousOf: () => (previous === null ? null : { unitPrice: previous, priceOn: "2026-07-14" }),
    emptyBefore: changes.emptyBefore,
    now: changes.now ?? new Date("2026-07-15T23:00:00Z"),
  });
}
