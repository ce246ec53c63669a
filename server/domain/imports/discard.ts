import type { Ctx, Tx } from "#server/kernel/context";
import type { UploadRef } from "./schemas";

const pageRows = 20_000;

/** Deletes what a cancelled file had staged. Running twice changes nothing. */
export async function discardUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  await discardStaged(ctx, uploadId, "CANCELLED");
  const [upload] = await ctx.transaction((tx) =>
    tx.sql<{ textKey: string | null }>(`select text_key as "textKey" from upload where id = $1`, [uploadId]),
  );
  if (upload?.textKey) await ctx.ports.storage.remove(upload.textKey);
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
  if (count === 0) await tx.sql("delete from upload_chunk where upload_id = $1", [uploadId]);
  return count;
}
