import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { discardUploadJob, stopUploadJob } from "./jobs";
import { lockUpload } from "./lock";
import { type CancelCode, runningStates, unacceptedStates } from "./model/upload-state";
import { requireWhole } from "./queries";
import type { UploadRef } from "./schemas";

/**
 * The person says no. Before anything became an operation the file is cancelled at once: its staged rows
 * and its bytes go, and may be sent again. Later it is stopped at the edge of a page: what was executed
 * stays, what waits is cancelled, the rest is not taken. An unconfirmed file is its sender's alone to
 * discard; a running one may be stopped by whoever sees all of it.
 * @throws DomainError `upload.not_found`, `upload.wrong_state` (details.state): also when it was cancelled before
 */
export async function cancelUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  await ctx.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, [...unacceptedStates, ...runningStates]);
    await requireWhole(tx, uploadId);
    const isOwn = upload.uploadedBy === tx.actor.userId;
    if (!isOwn && upload.confirmedAt === null) throw new DomainError("upload.not_found", { uploadId });
    const isRunning = (runningStates as readonly string[]).includes(upload.state);
    if (!isRunning) return await endUnaccepted(tx, [uploadId], { code: "PERSON" });
    await tx.sql(
      `update upload set state = 'STOPPING', cancelled_at = now(), cancelled_by = $2, cancel_code = 'PERSON' where id = $1`,
      [uploadId, tx.actor.userId],
    );
    await recordEvents(tx, [
      {
        action: "import.cancel",
        subjectType: "upload",
        subjectId: uploadId,
        before: { state: upload.state },
        after: { state: "STOPPING" },
      },
    ]);
    await enqueue(tx, stopUploadJob, [{ uploadId }]);
  });
}

/** Ends files of which nothing became an operation; what they hold is deleted afterwards. Enqueues: call it last. */
export async function endUnaccepted(
  tx: Tx,
  uploadIds: readonly string[],
  { code, reason }: { code: CancelCode; reason?: string },
): Promise<void> {
  await tx.sql(
    `update upload set state = 'CANCELLED', holds_hash = false, finished_at = now(), cancelled_at = now(), cancelled_by = $2, cancel_code = $3
      where id = any ($1)`,
    [uploadIds, tx.actor.userId, code],
  );
  // Lines that were to be corrected by one of these wait to be sent again.
  await tx.sql("update upload_edit set sent_in = null where sent_in = any ($1)", [uploadIds]);
  await recordEvents(
    tx,
    uploadIds.map((uploadId) => ({
      action: "import.cancel",
      subjectType: "upload",
      subjectId: uploadId,
      after: { state: "CANCELLED", code },
      ...(reason ? { reason } : {}),
    })),
  );
  await enqueue(
    tx,
    discardUploadJob,
    uploadIds.map((uploadId) => ({ uploadId })),
  );
}
