import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { requireTotals } from "./expect-totals";
import { acceptUploadJob, splitUploadJob } from "./jobs";
import { rememberLayout } from "./layouts";
import { lockUpload } from "./lock";
import type { UploadRef } from "./schemas";

/**
 * The person says go: the file is processed with the rights they have now. A file that was previewed
 * goes on with the rows that are staged; another one is read first. Confirming twice is one confirmation.
 * @param input.reason why it is right that the file does not add up to what was expected of it
 * @throws DomainError `upload.not_found`, `upload.wrong_state`, `upload.preview_outdated`,
 * `upload.totals_unknown`, `upload.totals_differ`
 */
export async function confirmUpload(
  ctx: Ctx,
  { uploadId, reason }: UploadRef & { reason?: string | undefined },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ["AWAITING_CONFIRMATION", "PREVIEWED"]);
    if (upload.uploadedBy !== ctx.actor.userId) throw new DomainError("upload.not_found", { uploadId });
    const isPreviewed = upload.state === "PREVIEWED";
    const { funds } = ctx.actor;
    if (isPreviewed) await requireRights(tx, uploadId);
    const control = await requireTotals(tx, uploadId, reason);
    await tx.sql("update upload set state = $3, confirmed_at = now(), allowed_funds = $2 where id = $1", [
      uploadId,
      funds === "all" ? null : funds,
      isPreviewed ? "ACCEPTING" : "SPLITTING",
    ]);
    if (isPreviewed) await rememberLayout(tx, uploadId);
    await recordEvents(tx, [
      {
        action: "import.confirm",
        subjectType: "upload",
        subjectId: uploadId,
        ...(control ? { after: { control } } : {}),
        ...(control && !control.matches && reason ? { reason } : {}),
      },
    ]);
    await enqueue(tx, isPreviewed ? acceptUploadJob : splitUploadJob, [{ uploadId }]);
  });
}

/** Rows were staged with the rights of that moment; a fund lost since then is not imported into. */
async function requireRights(tx: Tx, uploadId: string): Promise<void> {
  const { funds } = tx.actor;
  if (funds === "all") return;
  const foreign = await tx.sql(
    "select 1 from upload u where u.id = $1 and (u.allowed_funds is null or not u.allowed_funds <@ $2::uuid[])",
    [uploadId, funds],
  );
  if (foreign.length > 0) throw new DomainError("upload.preview_outdated", { uploadId });
}
