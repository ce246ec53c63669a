import { enqueue, type JobDeclaration } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { endUnaccepted } from "./cancel";
import { expireUnconfirmed } from "./expire";
import {
  acceptUploadJob,
  discardUploadJob,
  finishUploadJob,
  previewUploadJob,
  revertUploadJob,
  splitUploadJob,
  stageChunkJob,
  stopUploadJob,
} from "./jobs";
import type { UploadState } from "./model/upload-state";
import type { UploadRef } from "./schemas";

const abandonedAfterHours = 48;

/**
 * Sets files going again that stand at a step without a live job, and forgets uploads that nobody finished
 * or confirmed.
 */
export async function sweepImports(ctx: Ctx): Promise<void> {
  await ctx.transaction(async (tx) => {
    await rescue(tx, "SPLITTING", splitUploadJob);
    await rescue(tx, "STAGING", previewUploadJob, "staged_at is not null");
    await rescue(
      tx,
      "CANCELLED",
      discardUploadJob,
      "accepted_at is null and exists (select 1 from upload_chunk c where c.upload_id = u.id)",
    );
    await rescue(tx, "STOPPING", stopUploadJob);
    await rescue(tx, "ACCEPTING", acceptUploadJob);
    await rescue(tx, "PROCESSING", finishUploadJob);
    const chunks = await tx.sql<{ uploadId: string; chunkNo: number }>(
      `select c.upload_id as "uploadId", c.chunk_no as "chunkNo" from upload_chunk c join upload u on u.id = c.upload_id
        where u.state = 'STAGING' and c.staged_at is null
          and not exists (select 1 from job j where j.name = $1 and j.key = c.upload_id || ':' || c.chunk_no and j.state in ('waiting', 'claimed'))
        limit 1000`,
      [stageChunkJob.name],
    );
    await enqueue(tx, stageChunkJob, chunks);
    const reversals = await tx.sql<{ reversalId: string }>(
      `select id as "reversalId" from upload_reversal r where state = 'RUNNING' and not exists (
         select 1 from job j where j.name = $1 and j.key = r.id::text and j.state in ('waiting', 'claimed')) limit 1000`,
      [revertUploadJob.name],
    );
    await enqueue(tx, revertUploadJob, reversals);
  });
  await ctx.transaction(cancelAbandoned);
  await ctx.transaction(expireUnconfirmed);
}

async function rescue(
  tx: Tx,
  state: UploadState,
  job: JobDeclaration<UploadRef>,
  when = "true",
): Promise<void> {
  const rows = await tx.sql<{ uploadId: string }>(
    `select id as "uploadId" from upload u
      where state = $1 and ${when} and not exists (
        select 1 from job j where j.subject_id = u.id and j.name = $2 and j.state in ('waiting', 'claimed'))
      limit 1000`,
    [state, job.name],
  );
  await enqueue(tx, job, rows);
}

async function cancelAbandoned(tx: Tx): Promise<void> {
  const rows = await tx.sql<{ id: string }>(
    `select id from upload where state = 'RECEIVING' and created_at < now() - $1 * interval '1 hour'
      order by id limit 1000 for no key update skip locked`,
    [abandonedAfterHours],
  );
  const reason = `sem bytes há ${abandonedAfterHours} horas`;
  await endUnaccepted(
    tx,
    rows.map(({ id }) => id),
    { code: "ABANDONED", reason },
  );
}
