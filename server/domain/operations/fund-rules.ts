import {
  type DayPrices,
  type PriceDecision,
  type PricingInput,
  type PricingRules,
  priceOperation,
} from "#server/domain/pricing/index";
import type { Tx } from "#server/kernel/context";
import type { AssetClass } from "#server/kernel/ports";

type Priced = PricingInput["operation"] & {
  /** Somebody changed its values since the file. */
  readonly isEdited?: boolean;
};

/**
 * The price of one operation by its fund's rules, from the kept lists of its day. What a person edited never
 * goes on by itself: another person approves it, whatever the amount.
 */
export function decidePrice(
  tx: Tx,
  operation: Priced,
  fund: FundRules,
  { lists, previousOf, emptyBefore, calendar }: DayPrices,
): PriceDecision {
  const decision = priceOperation({
    operation,
    fund,
    lists: servedLists(fund, lists),
    previousOf,
    emptyBefore,
    now: tx.clock.now(),
    overrides: calendar,
  });
  if (decision.kind !== "priced" || !operation.isEdited) return decision;
  const { quoteId, unitPrice, assetCode, assetClass } = decision;
  const evidence = {
    assetRef: operation.assetRef,
    priceOn: operation.operationOn,
    quoteId,
    assetClass,
    assetCode,
    unitPrice,
  };
  return { kind: "review", code: "VALOR_EDITADO", evidence };
}

export type FundRules = PricingRules & {
  id: string;
  priceSources: Partial<Record<AssetClass, readonly string[]>>;
};

export async function readRules(tx: Tx, fundIds: readonly string[]): Promise<Map<string, FundRules>> {
  const rows = await tx.sql<FundRules>(
    `select id, price_basis as "priceBasis", jump_limit::text as "jumpLimit", traded_price_limit::text as "tradedPriceLimit",
            stale_business_days as "staleBusinessDays", price_sources as "priceSources"
       from fund where id = any ($1)`,
    [[...new Set(fundIds)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The lists as the fund uses them: a class for which it names its sources, ANBIMA not among them, is not priced here. */
function servedLists({ priceSources }: FundRules, lists: DayPrices["lists"]): DayPrices["lists"] {
  const refused = Object.entries(priceSources).filter(([, sources]) => !sources.includes("anbima"));
  if (refused.length === 0) return lists;
  return new Map([
    ...lists,
    ...refused.map(([assetClass]) => [assetClass as AssetClass, { state: "UNSERVED" }] as const),
  ]);
}
