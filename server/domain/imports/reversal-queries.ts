import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { personName } from "#server/kernel/personal";

export type Reversal = {
  reversalId: string;
  state: "RUNNING" | "DONE";
  reason: string;
  requestedBy: string;
  requestedAt: Date;
  finishedAt: Date | null;
  reverted: number;
  kept: { code: string; count: number }[];
  failed: { code: string; count: number }[];
};

/** A file's taking back as far as it went, counted over the funds in scope; null when nobody asked for it. */
export async function findReversal(tx: Tx, uploadId: string): Promise<Reversal | null> {
  const [row] = await tx.sql<Omit<Reversal, "reverted" | "kept" | "failed">>(
    `select r.id as "reversalId", r.state, r.reason, p.name as "requestedBy", r.requested_at as "requestedAt", r.finished_at as "finishedAt"
       from upload_reversal r join app_user p on p.id = r.requested_by where r.upload_id = $1`,
    [uploadId],
  );
  if (!row) return null;
  const counts = await tx.sql<{ bucket: string; code: string; count: number }>(
    `select bucket, code, count(*)::int as count from upload_reversal_row
      where reversal_id = $1 and ($2::uuid[] is null or fund_id = any ($2)) group by bucket, code order by count(*) desc, code`,
    [row.reversalId, fundScope(tx.actor)],
  );
  const of = (bucket: string) =>
    counts.filter((each) => each.bucket === bucket).map(({ code, count }) => ({ code, count }));
  return {
    ...row,
    requestedBy: personName(tx.actor, row.requestedBy, ""),
    reverted: of("REVERTED").reduce((sum, { count }) => sum + count, 0),
    kept: of("KEPT"),
    failed: of("FAILED"),
  };
}

export type ReversalRow = {
  operationId: string;
  externalId: string;
  fundCode: string;
  rowNo: number;
  bucket: "REVERTED" | "KEPT" | "FAILED";
  code: string;
};

/** Operations of a taking back, in the order of the file. */
export async function listReversalRows(
  tx: Tx,
  input: {
    uploadId: string;
    bucket?: ReversalRow["bucket"] | null;
    cursor?: string | null;
    limit?: number;
  },
): Promise<Page<ReversalRow>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 2);
  const rows = await tx.sql<ReversalRow>(
    `select x.operation_id as "operationId", o.external_id as "externalId", f.code as "fundCode", x.row_no as "rowNo", x.bucket, x.code
       from upload_reversal r join upload_reversal_row x on x.reversal_id = r.id
       join operation o on o.id = x.operation_id join fund f on f.id = x.fund_id
      where r.upload_id = $1 and ($2::uuid[] is null or x.fund_id = any ($2)) and ($3::text is null or x.bucket = $3)
        and ($4::int is null or (x.row_no, x.operation_id) > ($4::int, $5::uuid))
      order by x.row_no, x.operation_id limit $6`,
    [
      input.uploadId,
      fundScope(tx.actor),
      input.bucket ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, (row) => [row.rowNo, row.operationId]);
}
