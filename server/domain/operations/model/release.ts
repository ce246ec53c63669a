import type { AssetClass } from "#server/kernel/ports";

/** The price at which an approved operation goes on: a kept quote's, or what the file says where there is none. */
export type Release = {
  readonly quoteId: string | null;
  readonly unitPrice: string;
  readonly assetCode: string;
  readonly assetClass: AssetClass | null;
};

export type Stopped = {
  readonly assetRef: string;
  readonly assetClass: AssetClass | null;
  readonly informedUnitPrice: string | null;
};

/** Without a source of its own: a person answers for the price of the file. */
const withoutSource = new Set(["ATIVO_NAO_PRECIFICADO", "PRAZO_EXCEDIDO", "PRECO_AUSENTE", "PRECO_INVALIDO"]);
/** Nothing that was shown is a price to go on with: these are edited, rejected or waited for. */
const neverApproved = new Set([
  "AMBIGUOUS_ASSET",
  "ZERO_AMOUNT",
  "AMOUNT_OUT_OF_RANGE",
  "BALANCE_OUT_OF_RANGE",
  "INSUFFICIENT_CASH",
  "INSUFFICIENT_POSITION",
]);

/**
 * What approving an item means for its operation, from what the item shows; null when there is nothing
 * that could be approved. A fund that executes at the traded price does so here as well.
 */
export function releaseOf(
  item: { readonly reason: string; readonly evidence: Readonly<Record<string, unknown>> },
  operation: Stopped,
  priceBasis: "anbima" | "informado",
): Release | null {
  if (neverApproved.has(item.reason)) return null;
  const { assetRef, assetClass, informedUnitPrice } = operation;
  const {
    quoteId,
    unitPrice,
    assetCode,
    assetClass: quoted,
  } = item.evidence as Record<string, string | undefined>;
  if (withoutSource.has(item.reason) || !quoteId) {
    if (informedUnitPrice === null) return null;
    return { quoteId: null, unitPrice: informedUnitPrice, assetCode: assetRef, assetClass };
  }
  const price = priceBasis === "informado" ? (informedUnitPrice ?? unitPrice) : unitPrice;
  if (!price || !assetCode) return null;
  return {
    quoteId,
    unitPrice: price,
    assetCode,
    assetClass: (quoted as AssetClass | undefined) ?? assetClass,
  };
}

/** Whether the machine, judging again, still objects to the same price for the same reason. */
export function stillHolds(
  shown: { readonly reason: string; readonly evidence: Readonly<Record<string, unknown>> },
  now: { readonly code: string; readonly evidence: Readonly<Record<string, string>> },
): boolean {
  if (shown.reason !== now.code) return false;
  const names = new Set([...Object.keys(shown.evidence), ...Object.keys(now.evidence)]);
  return [...names].every((name) => shown.evidence[name] === now.evidence[name]);
}
