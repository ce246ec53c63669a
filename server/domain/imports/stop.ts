import { recordEvents } from "#server/domain/audit/index";
import { cancelPendingOperations, takeBackBatch } from "#server/domain/operations/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { leaveRest } from "./accept";
import { reportToManagers } from "./finish";
import type { UploadRef } from "./schemas";

const reason = "o processamento do arquivo foi parado por uma pessoa";

/**
 * Ends a file that a person stopped: lines that were not decided yet are left out and say so, operations
 * that wait are cancelled fund by fund, executed ones stay. Running twice changes nothing, and a worker
 * that dies in the middle leaves the rest to another.
 */
export async function stopUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  await leaveRest(ctx, uploadId);
  const funds = await ctx.transaction((tx) =>
    tx.sql<{ fundId: string }>(
      `select fund_id as "fundId" from upload_fund where upload_id = $1 order by fund_id`,
      [uploadId],
    ),
  );
  for (const { fundId } of funds) {
    while ((await ctx.transaction((tx) => cancelPage(tx, uploadId, fundId))) === takeBackBatch);
  }
  await ctx.transaction((tx) => close(tx, uploadId));
}

async function cancelPage(tx: Tx, uploadId: string, fundId: string): Promise<number> {
  const stopping = await lockStopping(tx, uploadId);
  if (!stopping) return 0;
  const { cancelledBy } = stopping;
  const gone = await cancelPendingOperations(tx, { fundId, uploadId, reason, requestedBy: cancelledBy });
  return gone.length;
}

type Stopping = { uploadedBy: string; cancelledBy: string };

async function lockStopping(tx: Tx, uploadId: string): Promise<Stopping | undefined> {
  const [upload] = await tx.sql<Stopping>(
    `select uploaded_by as "uploadedBy", cancelled_by as "cancelledBy" from upload where id = $1 and state = 'STOPPING' for no key update`,
    [uploadId],
  );
  return upload;
}

/** The same bytes may be sent again: what was executed is recognised, the rest is taken. */
async function close(tx: Tx, uploadId: string): Promise<void> {
  const stopping = await lockStopping(tx, uploadId);
  if (!stopping) return;
  const [counts] = await tx.sql<{ executed: number; cancelled: number; notTaken: number }>(
    `select count(*) filter (where state = 'EXECUTED')::int as executed, count(*) filter (where state = 'CANCELLED')::int as cancelled,
            (select count(*)::int from upload_row where upload_id = $1 and code = 'NOT_TAKEN') as "notTaken"
       from operation where upload_id = $1`,
    [uploadId],
  );
  await tx.sql(
    "update upload set state = 'CANCELLED', finished_at = now(), holds_hash = false where id = $1",
    [uploadId],
  );
  await recordEvents(tx, [
    { action: "import.stop", subjectType: "upload", subjectId: uploadId, after: { ...counts } },
  ]);
  if ((counts?.executed ?? 0) > 0) await reportToManagers(tx, uploadId, stopping.uploadedBy);
}
