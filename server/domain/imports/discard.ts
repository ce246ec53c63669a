import type { Ctx, Tx } from "#server/kernel/context";
import type { Reading } from "./model/reading";
import { textKeyOf } from "./open-spreadsheet";
import type { UploadRef } from "./schemas";

const pageRows = 20_000;

/** Deletes what a file that was cancelled before acceptance had: rows, edits, bytes. Running twice changes nothing. */
export async function discardUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  const [upload] = await ctx.transaction((tx) =>
    tx.sql<{ storageKey: string; textKey: string | null; reading: Reading }>(
      `select storage_key as "storageKey", text_key as "textKey", reading from upload
        where id = $1 and state = 'CANCELLED' and accepted_at is null`,
      [uploadId],
    ),
  );
  if (!upload) return;
  await discardStaged(ctx, uploadId, "CANCELLED");
  await ctx.transaction(async (tx) => {
    await tx.sql("delete from upload_edit where upload_id = $1", [uploadId]);
    await tx.sql("delete from upload_fund where upload_id = $1", [uploadId]);
  });
  const { storageKey, textKey, reading } = upload;
  // The text of a spreadsheet may have been made without being noted any more.
  const texts = [textKey, textKeyOf(storageKey, reading.sheet), textKeyOf(storageKey, undefined)];
  for (const key of new Set([storageKey, ...texts])) if (key) await ctx.ports.storage.remove(key);
}

/** Deletes the staged rows and chunks of a file while it is in this state, page by page. */
export async function discardStaged(ctx: Ctx, uploadId: string, state: string): Promise<void> {
  while ((await ctx.transaction((tx) => discardPage(tx, uploadId, state))) > 0);
}

async function discardPage(tx: Tx, uploadId: string, state: string): Promise<number> {
  const [upload] = await tx.sql("select 1 from upload where id = $1 and state = $2 for no key update", [
    uploadId,
    state,
  ]);
  if (!upload) return 0;
  const gone = await tx.sql<{ count: number }>(
    `with gone as (
       delete from upload_row where upload_id = $1 and row_no in (
         select row_no from upload_row where upload_id = $1 order by row_no limit $2) returning 1)
     select count(*)::int as count from gone`,
    [uploadId, pageRows],
  );
  const count = gone[0]?.count ?? 0;
  if (count > 0) return count;
  await tx.sql("delete from upload_chunk where upload_id = $1", [uploadId]);
  return 0;
}
