import type { Tx } from "#server/kernel/context";

/** What is listed of each; counts and sums are of all. */
const shown = { assets: 20, operations: 100 } as const;

export type RepricingEvidence = {
  fundCode: string;
  fundName: string;
  assetClass: string;
  priceOn: string;
  /** When the list that executed was read, and when the one that corrects it was. */
  readAt: Date;
  correctedAt: Date;
  count: number;
  /** What approving does to the cash, in centavos; negative takes. */
  cashChangeCents: bigint;
  cashCents: bigint;
  cashFloorCents: bigint | null;
  assets: { assetCode: string; count: number; fromPrice: string; toPrice: string; cashChangeCents: bigint }[];
  operations: {
    operationId: string;
    externalId: string;
    side: "BUY" | "SELL";
    assetCode: string;
    quantity: string;
    fromPrice: string;
    toPrice: string;
    fromTotalCents: bigint;
    toTotalCents: bigint;
    cashChangeCents: bigint;
  }[];
};

const change = `case o.side when 'BUY' then r.from_total_cents - r.to_total_cents else r.to_total_cents - r.from_total_cents end`;

/** What a person needs to decide about a corrected price; assets and operations with the largest differences first. */
export async function readRepricing(tx: Tx, repricingId: string): Promise<RepricingEvidence | null> {
  const [found] = await tx.sql<Omit<RepricingEvidence, "assets" | "operations">>(
    `select f.code as "fundCode", f.name as "fundName", k.asset_class as "assetClass", k.price_on::text as "priceOn",
            n.answered_at as "correctedAt", s.read_at as "readAt", s.count, s.change as "cashChangeCents",
            a.balance_cents as "cashCents", a.min_cents as "cashFloorCents"
       from repricing k join fund f on f.id = k.fund_id join price_reading n on n.id = k.reading_id
       join account a on a.fund_id = k.fund_id and a.code = 'CAIXA'
      cross join lateral (
        select count(*)::int as count, sum(${change})::bigint as change, max(p.answered_at) as read_at
          from repricing_operation r join operation o on o.id = r.operation_id
          join quote q on q.id = r.from_quote_id join price_reading p on p.id = q.reading_id
         where r.repricing_id = k.id) s
      where k.id = $1`,
    [repricingId],
  );
  if (!found) return null;
  const operations = await tx.sql<RepricingEvidence["operations"][number]>(
    `select o.id as "operationId", o.external_id as "externalId", o.side, o.asset_code as "assetCode", o.quantity::text,
            r.from_price::text as "fromPrice", r.to_price::text as "toPrice", r.from_total_cents as "fromTotalCents",
            r.to_total_cents as "toTotalCents", ${change} as "cashChangeCents"
       from repricing_operation r join operation o on o.id = r.operation_id
      where r.repricing_id = $1 order by abs(r.to_total_cents - r.from_total_cents) desc, o.external_id limit ${shown.operations}`,
    [repricingId],
  );
  const assets = await tx.sql<RepricingEvidence["assets"][number]>(
    `select o.asset_code as "assetCode", count(*)::int as count, r.from_price::text as "fromPrice", r.to_price::text as "toPrice",
            sum(${change})::bigint as "cashChangeCents"
       from repricing_operation r join operation o on o.id = r.operation_id
      where r.repricing_id = $1 group by o.asset_code, r.from_price, r.to_price
      order by abs(sum(${change})) desc, o.asset_code limit ${shown.assets}`,
    [repricingId],
  );
  return { ...found, assets, operations };
}
