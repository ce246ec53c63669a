import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { splitUploadJob } from "./jobs";
import { lockUpload } from "./lock";
import type { UploadRef } from "./schemas";

/**
 * The person says go: the file is processed with the rights they have now. Confirming twice is one
 * confirmation.
 * @throws DomainError `upload.not_found`, `upload.wrong_state`
 */
export async function confirmUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  await ctx.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ["AWAITING_CONFIRMATION"]);
    if (upload.uploadedBy !== ctx.actor.userId) throw new DomainError("upload.not_found", { uploadId });
    const { funds } = ctx.actor;
    await tx.sql(
      "update upload set state = 'SPLITTING', confirmed_at = now(), allowed_funds = $2 where id = $1",
      [uploadId, funds === "all" ? null : funds],
    );
    await recordEvents(tx, [{ action: "import.confirm", subjectType: "upload", subjectId: uploadId }]);
    await enqueue(tx, splitUploadJob, [{ uploadId }]);
  });
}

/** The person says no before anything was processed: the bytes go, and may be sent again. */
export async function cancelUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  const { storageKey } = await ctx.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ["RECEIVING", "AWAITING_CONFIRMATION"]);
    if (upload.uploadedBy !== ctx.actor.userId) throw new DomainError("upload.not_found", { uploadId });
    await tx.sql(
      "update upload set state = 'CANCELLED', holds_hash = false, finished_at = now() where id = $1",
      [uploadId],
    );
    await recordEvents(tx, [{ action: "import.cancel", subjectType: "upload", subjectId: uploadId }]);
    return upload;
  });
  await ctx.ports.storage.remove(storageKey);
}
