import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { operationConditions } from "./conditions";
import type { OperationFilter, OperationState, WaitReason } from "./schemas";

export { sumOperationsByState } from "./sum-by-state";

export type OperationRow = {
  operationId: string;
  externalId: string;
  fundCode: string;
  side: "BUY" | "SELL";
  assetRef: string;
  assetCode: string | null;
  assetClass: string | null;
  quantity: string;
  rate: string;
  operationOn: string;
  state: OperationState;
  waitReason: WaitReason | null;
  code: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  unitPrice: string | null;
  totalCents: bigint | null;
  createdAt: Date;
};

const columns = `o.id as "operationId", o.external_id as "externalId", f.code as "fundCode", o.side, o.asset_ref as "assetRef",
  o.asset_code as "assetCode", o.asset_class as "assetClass", trim_scale(o.quantity)::text as quantity,
  trim_scale(o.rate)::text as rate, o.operation_on::text as "operationOn", o.state, o.wait_reason as "waitReason", o.code, o.attempts,
  o.next_attempt_at as "nextAttemptAt", o.unit_price::text as "unitPrice", o.total_cents as "totalCents", o.created_at as "createdAt"`;

/** Operations of the actor's funds, newest first. */
export async function listOperations(
  tx: Tx,
  input: OperationFilter & { cursor?: string | null; limit?: number },
): Promise<Page<OperationRow>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 1);
  const { where, params } = await operationConditions(tx, input);
  if (after) params.push(after[0]);
  const rows = await tx.sql<OperationRow>(
    `select ${columns} from operation o join fund f on f.id = o.fund_id
      where ${where} ${after ? `and o.id < $${params.length}::uuid` : ""}
      order by o.id desc limit ${limit + 1}`,
    params,
  );
  return toPage(rows, limit, (row) => [row.operationId]);
}

export { listCashMovements, readFirstDay } from "./cash-course";
export { closingBalances } from "./model/closing-balances";
export { getPendingCash } from "./pending-cash";

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

export type OperationDetail = OperationRow & {
  fundId: string;
  fundName: string;
  settlementOn: string | null;
  informedUnitPrice: string | null;
  grossCents: bigint | null;
  taxCents: bigint | null;
  waitingSince: Date;
  executedAt: Date | null;
  upload: {
    uploadId: string;
    fileName: string;
    uploadedBy: string;
    uploaderName: string;
    isOwn: boolean;
  } | null;
  line: { rowNo: number; lineNo: number; raw: string } | null;
  quote: Quote | null;
};

export type Quote = {
  quoteId: string;
  source: string;
  assetCode: string;
  priceOn: string;
  referenceOn: string | null;
  unitPrice: string | null;
  bandMin: string | null;
  bandMax: string | null;
  indicativeRate: string | null;
  issues: string[];
  askedAt: Date;
  answeredAt: Date;
  httpStatus: number;
  bodySha256: string;
  attempt: number;
};

/** One operation with where it came from and what priced it. @throws `operation.not_found` */
export async function getOperation(tx: Tx, operationId: string): Promise<OperationDetail> {
  const [row] = await tx.sql<
    Omit<OperationDetail, "upload" | "line" | "quote"> & {
      uploadId: string;
      rowNo: number;
      quoteId: string | null;
    }
  >(
    `select ${columns}, o.fund_id as "fundId", f.name as "fundName", o.settlement_on::text as "settlementOn",
            o.informed_unit_price::text as "informedUnitPrice", o.gross_cents as "grossCents", o.tax_cents as "taxCents",
            o.waiting_since as "waitingSince", o.executed_at as "executedAt", o.upload_id as "uploadId", o.row_no as "rowNo",
            o.quote_id as "quoteId"
       from operation o join fund f on f.id = o.fund_id
      where o.id = $1 and ($2::uuid[] is null or o.fund_id = any ($2))`,
    [operationId, fundScope(tx.actor)],
  );
  if (!row) throw new DomainError("operation.not_found");
  const { uploadId, rowNo, quoteId, ...operation } = row;
  const [origin] = await tx.sql<{
    fileName: string;
    uploadedBy: string;
    uploaderName: string;
    lineNo: number | null;
    raw: string | null;
  }>(
    `select u.file_name as "fileName", u.uploaded_by as "uploadedBy", p.name as "uploaderName", r.line_no as "lineNo", r.raw
       from upload u join app_user p on p.id = u.uploaded_by
       left join upload_row r on r.upload_id = u.id and r.row_no = $2
      where u.id = $1`,
    [uploadId, rowNo],
  );
  const isOwn = origin !== undefined && origin.uploadedBy === tx.actor.userId;
  return {
    ...operation,
    upload: origin
      ? {
          uploadId,
          fileName: origin.fileName,
          uploadedBy: origin.uploadedBy,
          uploaderName: origin.uploaderName,
          isOwn,
        }
      : null,
    line:
      origin?.raw != null && origin.lineNo !== null
        ? { rowNo, lineNo: origin.lineNo, raw: origin.raw }
        : null,
    quote: quoteId ? await findQuote(tx, quoteId) : null,
  };
}

async function findQuote(tx: Tx, quoteId: string): Promise<Quote | null> {
  const [quote] = await tx.sql<Quote>(
    `select q.id as "quoteId", q.source, q.asset_code as "assetCode", q.price_on::text as "priceOn", q.reference_on::text as "referenceOn",
            q.unit_price::text as "unitPrice", trim_scale(q.band_min)::text as "bandMin", trim_scale(q.band_max)::text as "bandMax",
            trim_scale(q.indicative_rate)::text as "indicativeRate", q.issues, r.asked_at as "askedAt", r.answered_at as "answeredAt",
            r.http_status as "httpStatus", encode(r.body_sha256, 'hex') as "bodySha256", r.attempt
       from quote q join price_reading r on r.id = q.reading_id where q.id = $1`,
    [quoteId],
  );
  return quote ?? null;
}
