import { type AssetClass, assetClasses } from "#server/kernel/ports";

/** A kept quote, as its row says; decimals are strings. */
export type Quote = {
  readonly quoteId: string;
  readonly assetClass: AssetClass;
  /** ANBIMA code; of a public bond SELIC code and maturity, `760199/2030-08-15`. */
  readonly assetCode: string;
  readonly isin: string | null;
  readonly referenceOn: string | null;
  readonly unitPrice: string | null;
  readonly bidRate: string | null;
  readonly askRate: string | null;
  readonly indicativeRate: string | null;
  readonly bandMin: string | null;
  readonly bandMax: string | null;
  readonly issues: readonly string[];
  /** The differing price of an earlier reading of the same day; null when none differed. */
  readonly revisedFrom: string | null;
};

/** What a file may call an asset → the quotes of one list that it may mean. */
export type QuoteIndex = ReadonlyMap<string, readonly Quote[]>;

/** Where the list of a class and day stands. */
export type DayList =
  | { readonly state: "ANSWERED"; readonly quotes: QuoteIndex }
  /** Asked for, not answered yet. */
  | { readonly state: "WAITING" }
  /** Answered without data. */
  | { readonly state: "EMPTY" }
  /** No source of the fund prices this class. */
  | { readonly state: "UNSERVED" };

/** The lists of one day. A class that is absent was not asked for yet, and is waited for. */
export type DayLists = ReadonlyMap<AssetClass, DayList>;

/** Indexes one list, its newest reading, by code, by ISIN and, for public bonds, by bare SELIC code. */
export function indexQuotes(quotes: readonly Quote[]): QuoteIndex {
  const index = new Map<string, Quote[]>();
  for (const quote of quotes) {
    for (const name of namesOf(quote)) {
      const named = index.get(name);
      if (named === undefined) index.set(name, [quote]);
      else named.push(quote);
    }
  }
  return index;
}

/** How references are compared: without outer blanks, in upper case. */
export function normalizedRef(assetRef: string): string {
  return assetRef.trim().toUpperCase();
}

/** The classes whose lists may hold the asset: the one given, public bonds for `760199/2030-08-15`, else all. */
export function classesToSearch(operation: {
  readonly assetRef: string;
  readonly assetClass: AssetClass | null;
}): readonly AssetClass[] {
  if (operation.assetClass !== null) return [operation.assetClass];
  const isBond = /^\d{6}\/\d{4}-\d{2}-\d{2}$/.test(normalizedRef(operation.assetRef));
  return isBond ? ["titulos-publicos"] : assetClasses;
}

function namesOf({ assetClass, assetCode, isin }: Quote): ReadonlySet<string> {
  const names = new Set([normalizedRef(assetCode)]);
  if (isin !== null) names.add(normalizedRef(isin));
  if (assetClass === "titulos-publicos") names.add(normalizedRef(assetCode.split("/")[0] ?? ""));
  return names;
}
