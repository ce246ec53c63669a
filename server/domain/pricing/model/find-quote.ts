import type { AssetClass } from "#server/kernel/ports";
import { type DayLists, normalizedRef, type Quote } from "./day-lists";

export type Found =
  /** `contradictedBy`: other quotes of the same asset and reference day at other prices. */
  | { readonly kind: "quote"; readonly quote: Quote; readonly contradictedBy: readonly Quote[] }
  | { readonly kind: "none" }
  | { readonly kind: "ambiguous"; readonly quotes: readonly Quote[] };

/**
 * The one quote that a reference means among the day's lists. Several assets, or one code under
 * several base dates, are `ambiguous`; of one asset's quotes the one that refers to the day itself
 * goes first, then the latest before it. Quotes accused of contradicting each other stand for each other.
 */
export function findQuote(
  operation: { readonly assetRef: string; readonly operationOn: string },
  classes: readonly AssetClass[],
  lists: DayLists,
): Found {
  const ref = normalizedRef(operation.assetRef);
  const quotes = classes.flatMap((assetClass) => {
    const list = lists.get(assetClass);
    return list?.state === "ANSWERED" ? (list.quotes.get(ref) ?? []) : [];
  });
  if (quotes.length === 0) return { kind: "none" };
  const assets = new Set(quotes.map(({ assetClass, assetCode }) => `${assetClass} ${assetCode}`));
  if (assets.size > 1) return { kind: "ambiguous", quotes };
  const nearest = nearestTo(operation.operationOn, quotes);
  const [quote] = nearest;
  if (quote === undefined) return { kind: "none" };
  const contradictedBy = nearest.slice(1);
  const isAccused = quote.issues.includes("PRECO_DUPLICADO_DIVERGENTE");
  if (contradictedBy.length > 0 && !isAccused) return { kind: "ambiguous", quotes: nearest };
  return { kind: "quote", quote, contradictedBy };
}

/** Those of the latest reference day that is not in the future; all when there is none. */
function nearestTo(day: string, quotes: readonly Quote[]): readonly Quote[] {
  let latest = "";
  for (const { referenceOn } of quotes) {
    if (referenceOn !== null && referenceOn <= day && referenceOn > latest) latest = referenceOn;
  }
  return latest === "" ? quotes : quotes.filter(({ referenceOn }) => referenceOn === latest);
}
