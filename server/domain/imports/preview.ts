import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { splitUploadJob } from "./jobs";
import { type LockedUpload, lockUpload } from "./lock";
import type { Reading } from "./model/reading";
import { requireWhole } from "./queries";
import { requireReading, setReading } from "./reading-version";

/** Refusals that no other way of reading mends: the bytes are gone, or are not what was sent. */
const final: ReadonlySet<string> = new Set(["DUPLICATE_FILE", "EMPTY_FILE", "ONLY_ZEROS", "TRUNCATED"]);

/**
 * Has a file read as the person says and everything in it staged, without any of it becoming an
 * operation. Asked again with another reading it is read again and the staged rows are replaced.
 * @param input.version the reading that this one was made on; none where no person looks at one
 * @throws DomainError `upload.not_found`, `upload.wrong_state`, `upload.duplicate`, `upload.reading_changed`
 */
export async function previewUpload(
  ctx: Ctx,
  { uploadId, reading, version }: { uploadId: string; reading: Reading; version?: number | undefined },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ["AWAITING_CONFIRMATION", "PREVIEWED", "REFUSED"]);
    await requireWhole(tx, uploadId);
    await requireReading(tx, uploadId, reading, version);
    await readAgain(tx, uploadId, upload, reading);
  });
}

/** Sets a locked file back to its first step, with a reading. */
export async function readAgain(
  tx: Tx,
  uploadId: string,
  upload: LockedUpload,
  reading: Reading,
): Promise<void> {
  const { state, refusalCode } = upload;
  if (state === "REFUSED" && final.has(refusalCode ?? "")) {
    throw new DomainError("upload.wrong_state", { uploadId, state });
  }
  if (state === "REFUSED") await takeContent(tx, uploadId);
  const [before] = await tx.sql<{ reading: Reading; allowed: string[] | null }>(
    `select reading, (select case when p.sees_all_funds then null
                             else array(select fund_id from user_fund where user_id = p.id) end from app_user p where p.id = uploaded_by) as allowed
       from upload where id = $1`,
    [uploadId],
  );
  const isOwn = upload.uploadedBy === tx.actor.userId;
  const allowed = isOwn ? (tx.actor.funds === "all" ? null : tx.actor.funds) : (before?.allowed ?? null);
  await tx.sql(
    `update upload set state = 'SPLITTING', ${setReading("$4")}, reading_no = reading_no + 1, allowed_funds = $3, confirmed_at = null,
            staged_at = null, finished_at = null, refusal = null, refusal_code = null, preview = null, rows_changed_at = null,
            chunk_count = null, row_count = null, fund_count = null, holds_hash = true where id = $1`,
    [uploadId, JSON.stringify(reading), allowed, tx.actor.userId],
  );
  await recordEvents(tx, [
    {
      action: "import.read",
      subjectType: "upload",
      subjectId: uploadId,
      before: { reading: (before?.reading ?? {}) as never },
      after: { reading: reading as never },
    },
  ]);
  await enqueue(tx, splitUploadJob, [{ uploadId }]);
}

/** A refused file gave its content free; it is taken up again unless another file holds it by now. */
async function takeContent(tx: Tx, uploadId: string): Promise<void> {
  const [holder] = await tx.sql<{ id: string; visible: boolean }>(
    `select h.id, exists (select 1 from upload v where v.id = h.id) as visible
       from upload u cross join lateral lastro.upload_holding(u.kind, u.sha256) as h(id) where u.id = $1 and h.id <> u.id`,
    [uploadId],
  );
  if (holder) throw new DomainError("upload.duplicate", holder.visible ? { uploadId: holder.id } : {});
}
