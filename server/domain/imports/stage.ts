import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { requestPrices } from "#server/domain/pricing/index";
import type { CopyRow, Ctx, Tx } from "#server/kernel/context";
import { applyEdits } from "./edits";
import { acceptUploadJob, previewUploadJob } from "./jobs";
import { lockUpload } from "./lock";
import { matchParent } from "./match-parent";
import { type RowVerdict, readChunkRows } from "./model/chunk-rows";
import type { FileFormat } from "./model/head";
import { distinctKeys, type PricedDay, priceKeysOf } from "./price-keys";
import { openRowParser } from "./row-parser";
import { stagedColumns, stagedValues } from "./staged-values";
import { unlessCancelled } from "./unless-cancelled";

type Chunk = {
  byteStart: bigint;
  byteEnd: bigint;
  firstRow: number;
  firstLine: number;
  textKey: string;
  format: FileFormat;
  readingNo: number;
  parentId: string | null;
};

/**
 * Parses and validates one chunk and stages its rows with COPY. Every record becomes exactly one row,
 * valid or rejected with its reason. A chunk that runs twice changes nothing.
 */
export async function stageChunk(
  ctx: Ctx,
  { uploadId, chunkNo }: { uploadId: string; chunkNo: number },
): Promise<void> {
  await unlessCancelled(ctx, uploadId, () => stage(ctx, uploadId, chunkNo));
}

async function stage(ctx: Ctx, uploadId: string, chunkNo: number): Promise<void> {
  const read = await ctx.transaction(async (tx) => {
    const [chunk] = await tx.sql<Chunk>(
      `select c.byte_start as "byteStart", c.byte_end as "byteEnd", c.first_row as "firstRow", c.first_line as "firstLine",
              coalesce(u.text_key, u.storage_key) as "textKey", u.header as format, u.reading_no as "readingNo",
              u.parent_id as "parentId"
         from upload_chunk c join upload u on u.id = c.upload_id
        where c.upload_id = $1 and c.chunk_no = $2 and c.staged_at is null and u.state = 'STAGING'`,
      [uploadId, chunkNo],
    );
    return chunk ? { chunk, parse: await openRowParser(tx, uploadId, chunk.format) } : null;
  });
  if (!read) return;
  const { chunk, parse } = read;
  const parts: Buffer[] = [];
  const range = { start: Number(chunk.byteStart), end: Number(chunk.byteEnd) };
  for await (const bytes of ctx.ports.storage.read(chunk.textKey, range)) parts.push(bytes as Buffer);
  let verdicts: readonly RowVerdict[] = readChunkRows(Buffer.concat(parts), chunk, chunk.format, parse);
  await ctx.transaction((tx) => askAhead(tx, verdicts));
  await ctx.transaction(async (tx) => {
    const [open] = await tx.sql(
      `select 1 from upload_chunk c join upload u on u.id = c.upload_id
        where c.upload_id = $1 and c.chunk_no = $2 and c.staged_at is null and u.reading_no = $3 for update of c`,
      [uploadId, chunkNo, chunk.readingNo],
    );
    if (!open) return;
    if (chunk.parentId) verdicts = await matchParent(tx, chunk.parentId, verdicts, chunk.format);
    if (chunk.readingNo > 1) verdicts = await applyEdits(tx, uploadId, verdicts, chunk.format, parse);
    await tx.copy("upload_row", stagedColumns, rowsOf(uploadId, verdicts));
    await closeChunk(tx, uploadId, chunkNo);
  });
}

function* rowsOf(uploadId: string, verdicts: readonly RowVerdict[]): Iterable<CopyRow> {
  for (const verdict of verdicts) yield stagedValues(uploadId, verdict);
}

/** The answers are on their way while the rows are staged and accepted. */
async function askAhead(tx: Tx, verdicts: readonly RowVerdict[]): Promise<void> {
  const days = new Map<string, PricedDay>();
  for (const verdict of verdicts) {
    if (!verdict.ok) continue;
    const { operationOn, assetClass } = verdict.row;
    days.set(`${operationOn} ${assetClass}`, { operationOn, assetClass });
  }
  await requestPrices(tx, distinctKeys(await priceKeysOf(tx, [...days.values()])), null);
}

/** Marks the chunk staged; the last one of the file sets acceptance going, or the preview before it. */
async function closeChunk(tx: Tx, uploadId: string, chunkNo: number): Promise<void> {
  await tx.sql("update upload_chunk set staged_at = now() where upload_id = $1 and chunk_no = $2", [
    uploadId,
    chunkNo,
  ]);
  // Chunks that end together take turns here, so that exactly one of them sees that it is the last.
  // A file that was cancelled meanwhile gives up the rows with the transaction.
  const upload = await lockUpload(tx, uploadId, ["STAGING"]);
  const [left] = await tx.sql(
    "select 1 from upload_chunk where upload_id = $1 and staged_at is null limit 1",
    [uploadId],
  );
  if (left) return;
  const isConfirmed = upload.confirmedAt !== null;
  await tx.sql("update upload set state = $2, staged_at = now() where id = $1", [
    uploadId,
    isConfirmed ? "ACCEPTING" : "STAGING",
  ]);
  const [counts] = await tx.sql<{ valid: bigint; rejected: bigint }>(
    `select count(*) filter (where state = 'VALID') as valid, count(*) filter (where state = 'REJECTED') as rejected
       from upload_row where upload_id = $1`,
    [uploadId],
  );
  await recordEvents(tx, [
    {
      action: "import.stage",
      subjectType: "upload",
      subjectId: uploadId,
      after: { valid: counts?.valid ?? 0n, rejected: counts?.rejected ?? 0n },
    },
  ]);
  await enqueue(tx, isConfirmed ? acceptUploadJob : previewUploadJob, [{ uploadId }]);
}
