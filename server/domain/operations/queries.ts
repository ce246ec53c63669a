import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { operationConditions } from "./conditions";
import type { OperationFacet, OperationFilter, OperationState, WaitReason } from "./schemas";

export { countArrivals, readArrivalMark, readArrivalPulse } from "./arrivals";
export { listCashMovements, readFirstDay } from "./cash-course";
export { getOperation, type OperationDetail } from "./detail";
export { listOperations, type OperationRow } from "./list";
export { closingBalances } from "./model/closing-balances";
export { getNeighbours, type Neighbour } from "./neighbours";
export { getPendingCash } from "./pending-cash";
export { sumOperationsByState } from "./sum-by-state";
export { listTimeline, type Timeline, type TimelineEvent } from "./timeline";

export type OperationTotals = { count: number; totalCents: bigint };

/** How many match and what the executed ones among them add up to, in centavos. Asked apart from the page. */
export async function sumOperations(tx: Tx, filter: OperationFilter): Promise<OperationTotals> {
  const { where, params } = await operationConditions(tx, filter);
  const [row] = await tx.sql<OperationTotals>(
    `select count(*)::int as count, coalesce(sum(o.total_cents) filter (where o.state = 'EXECUTED'), 0)::bigint as "totalCents"
       from operation o where ${where}`,
    params,
  );
  return row!;
}

export type OperationCount = {
  state: OperationState;
  waitReason: WaitReason | null;
  code: string | null;
  count: number;
};

/** Operations of a file, or of everything in scope, by state and by why they wait. */
export async function countOperations(tx: Tx, filter: OperationFilter = {}): Promise<OperationCount[]> {
  const { where, params } = await operationConditions(tx, filter);
  return await tx.sql<OperationCount>(
    `select o.state, o.wait_reason as "waitReason", case when o.state = 'PENDING' then o.code end as code, count(*)::int as count
       from operation o where ${where}
      group by 1, 2, 3 order by count(*) desc`,
    params,
  );
}

export type FacetCount = { value: string; count: number };

const facetValues: Record<OperationFacet, string> = {
  standing: "coalesce(o.wait_reason, o.state)",
  fund: "o.fund_id::text",
  side: "o.side",
  assetClass: "coalesce(o.asset_class, '')",
  code: "case when o.state = 'PENDING' then o.code end",
};
const ownFields: Record<OperationFacet, Partial<OperationFilter>> = {
  standing: { states: null, waitReasons: null, standings: null },
  fund: { fundCode: null, fundCodes: null },
  side: { side: null },
  assetClass: { assetClasses: null },
  code: { code: null },
};

/** What each value of one field would leave of the filter, as if it said nothing about that field. */
export async function countFacet(
  tx: Tx,
  { by, ...filter }: OperationFilter & { by: OperationFacet },
): Promise<FacetCount[]> {
  const { where, params } = await operationConditions(tx, { ...filter, ...ownFields[by] });
  const value = by === "fund" ? "(select f.code from fund f where f.id::text = c.value)" : "c.value";
  return await tx.sql<FacetCount>(
    `select ${value} as value, c.count from (
       select ${facetValues[by]} as value, count(*)::int as count from operation o where ${where} group by 1) as c
      where c.value is not null order by c.count desc, 1 limit 200`,
    params,
  );
}

/** Pending, waiting for a person and executed, by fund id. */
export async function countOperationsByFund(
  tx: Tx,
): Promise<Map<string, { pending: number; inReview: number; executed: number }>> {
  const rows = await tx.sql<{ fundId: string; pending: number; inReview: number; executed: number }>(
    `select fund_id as "fundId", count(*) filter (where state = 'PENDING')::int as pending,
            count(*) filter (where wait_reason = 'IN_REVIEW')::int as "inReview",
            count(*) filter (where state = 'EXECUTED')::int as executed
       from operation where $1::uuid[] is null or fund_id = any ($1) group by fund_id`,
    [fundScope(tx.actor)],
  );
  return new Map(rows.map((row) => [row.fundId, row]));
}
