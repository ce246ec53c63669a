import type { Tx } from "#server/kernel/context";
import type { Rounding } from "#server/kernel/money";
import { getOperation, type OperationDetail } from "./detail";
import { readRules } from "./fund-rules";
import { type Amounts, amountsOf } from "./model/amounts";
import { type Release, releaseOf } from "./model/release";

const historyDays = 90;
const similarMax = 5;

/** One reading of the asset on the operation's day; more than one where a list was read again and differs. */
export type ReadQuote = {
  quoteId: string;
  assetClass: string;
  assetCode: string;
  unitPrice: string | null;
  bidRate: string | null;
  askRate: string | null;
  indicativeRate: string | null;
  bandMin: string | null;
  bandMax: string | null;
  referenceOn: string | null;
  issues: string[];
  askedAt: Date;
  answeredAt: Date;
  attempt: number;
  httpStatus: number;
  /** The list that prices come from now; an earlier one was revised. */
  isCurrent: boolean;
};

export type SimilarItem = {
  reviewItemId: string;
  externalId: string | null;
  outcome: "APPROVED" | "REJECTED" | "EDITED";
  reasonCode: string;
  text: string | null;
  deciderName: string;
  closedAt: Date;
};

export type OperationEvidence = {
  operation: OperationDetail;
  edits: {
    before: Record<string, string | null>;
    after: Record<string, string | null>;
    editorName: string;
    editedAt: Date;
  }[];
  readings: ReadQuote[];
  /** Closing prices of the asset, oldest first; one a day. */
  history: { priceOn: string; unitPrice: string }[];
  /** What this fund executed of the asset meanwhile. */
  executions: { operationId: string; operationOn: string; unitPrice: string; side: "BUY" | "SELL" }[];
  rules: { jumpLimit: string; tradedPriceLimit: string; staleBusinessDays: number; priceBasis: string };
  /** At what it would go on if approved; null when there is nothing to approve. */
  release: (Release & Amounts) | null;
  /** What it takes from the fund, or brings, if it goes on: as approved, or at the price that it has already. */
  effect: ({ unitPrice: string } & Amounts) | null;
  fund: { cashCents: bigint; cashFloorCents: bigint | null; position: string; rounding: Rounding };
  similar: { counts: Partial<Record<SimilarItem["outcome"], number>>; latest: SimilarItem[] };
};

/**
 * What a person needs to decide about an operation, side by side: what was sent, what the source says and
 * said, the past of the asset, the fund before, and how alike cases were decided.
 * @throws `operation.not_found`
 */
export async function readEvidence(
  tx: Tx,
  item: { subjectId: string; reason: string; evidence: Readonly<Record<string, unknown>> },
): Promise<OperationEvidence> {
  const operation = await getOperation(tx, item.subjectId);
  const rules = (await readRules(tx, [operation.fundId])).get(operation.fundId);
  if (!rules) throw new RangeError("an operation without a fund");
  const release = releaseOf(item, operation as Parameters<typeof releaseOf>[1], rules.priceBasis);
  const code = (item.evidence.assetCode as string | undefined) ?? operation.assetCode ?? operation.assetRef;
  const fund = await readFund(tx, operation.fundId, code);
  const price = release?.unitPrice ?? operation.unitPrice;
  const amountsAt = (unitPrice: string) => amountsOf({ ...operation, unitPrice, rounding: fund.rounding });
  return {
    operation,
    edits: await readEdits(tx, item.subjectId),
    readings: await readReadings(tx, code, operation.operationOn),
    history: await readHistory(tx, code, operation.operationOn),
    executions: await readExecutions(tx, operation.fundId, code, operation.operationOn),
    rules,
    release: release && { ...release, ...amountsAt(release.unitPrice) },
    effect: price ? { unitPrice: price, ...amountsAt(price) } : null,
    fund,
    similar: await readSimilar(tx, operation.fundId, item.reason, code),
  };
}

async function readEdits(tx: Tx, operationId: string): Promise<OperationEvidence["edits"]> {
  return await tx.sql(
    `select e.before, e.after, u.name as "editorName", e.edited_at as "editedAt" from operation_edit e
       join app_user u on u.id = e.edited_by where e.operation_id = $1 order by e.edited_at, e.id`,
    [operationId],
  );
}

async function readReadings(tx: Tx, assetCode: string, priceOn: string): Promise<ReadQuote[]> {
  return await tx.sql<ReadQuote>(
    `select q.id as "quoteId", q.asset_class as "assetClass", q.asset_code as "assetCode", q.unit_price::text as "unitPrice",
            trim_scale(q.bid_rate)::text as "bidRate", trim_scale(q.ask_rate)::text as "askRate",
            trim_scale(q.indicative_rate)::text as "indicativeRate", trim_scale(q.band_min)::text as "bandMin",
            trim_scale(q.band_max)::text as "bandMax", q.reference_on::text as "referenceOn", q.issues,
            r.asked_at as "askedAt", r.answered_at as "answeredAt", r.attempt, r.http_status as "httpStatus",
            p.reading_id is not null as "isCurrent"
       from quote q join price_reading r on r.id = q.reading_id
       left join price_request p on p.reading_id = r.id
      where q.asset_code = $1 and q.price_on = $2 order by r.answered_at, q.id limit 20`,
    [assetCode, priceOn],
  );
}

async function readHistory(tx: Tx, assetCode: string, until: string): Promise<OperationEvidence["history"]> {
  return await tx.sql(
    `select distinct on (q.price_on) q.price_on::text as "priceOn", q.unit_price::text as "unitPrice"
       from quote q join price_request p on p.reading_id = q.reading_id
      where q.asset_code = $1 and q.price_on between $2::date - $3::int and $2::date and q.unit_price is not null
      order by q.price_on, q.id`,
    [assetCode, until, historyDays],
  );
}

async function readExecutions(
  tx: Tx,
  fundId: string,
  assetCode: string,
  until: string,
): Promise<OperationEvidence["executions"]> {
  return await tx.sql(
    `select id as "operationId", operation_on::text as "operationOn", unit_price::text as "unitPrice", side from operation
      where fund_id = $1 and asset_code = $2 and state = 'EXECUTED' and operation_on between $3::date - $4::int and $3::date
      order by operation_on desc, id desc limit 200`,
    [fundId, assetCode, until, historyDays],
  );
}

async function readFund(tx: Tx, fundId: string, assetCode: string): Promise<OperationEvidence["fund"]> {
  const [row] = await tx.sql<OperationEvidence["fund"]>(
    `select a.balance_cents as "cashCents", a.min_cents as "cashFloorCents", trim_scale(coalesce(p.quantity, 0))::text as position, f.rounding
       from account a join fund f on f.id = a.fund_id left join position p on p.fund_id = a.fund_id and p.asset_code = $2
      where a.fund_id = $1 and a.code = 'CAIXA'`,
    [fundId, assetCode],
  );
  return row as OperationEvidence["fund"];
}

/** Decided for the same reason in this fund, those of the same asset first. */
async function readSimilar(
  tx: Tx,
  fundId: string,
  reason: string,
  assetCode: string,
): Promise<OperationEvidence["similar"]> {
  const counts = await tx.sql<{ outcome: SimilarItem["outcome"]; count: number }>(
    `select outcome, count(*)::int as count from review_item
      where fund_id = $1 and reason = $2 and state = 'DECIDED' and outcome is not null group by outcome`,
    [fundId, reason],
  );
  const latest = await tx.sql<SimilarItem>(
    `select i.id as "reviewItemId", o.external_id as "externalId", i.outcome, d.reason_code as "reasonCode", d.text,
            u.name as "deciderName", i.closed_at as "closedAt"
       from (select * from review_item where fund_id = $1 and reason = $2 and state = 'DECIDED'
              order by (evidence->>'assetCode' = $3) is not true, closed_at desc limit $4) i
       join lateral (select * from review_decision d where d.review_item_id = i.id and d.state = 'APPLIED'
                      order by d.decided_at desc limit 1) d on true
       join app_user u on u.id = d.decided_by
       left join operation o on o.id = i.subject_id
      order by i.closed_at desc`,
    [fundId, reason, assetCode, similarMax],
  );
  return { counts: Object.fromEntries(counts.map((row) => [row.outcome, row.count])), latest };
}
