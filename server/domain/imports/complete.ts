import { createHash } from "node:crypto";
import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { seesFund } from "#server/kernel/actor";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { openSpreadsheetJob } from "./jobs";
import { lockUpload } from "./lock";
import { isPacked, kindOf } from "./model/diagnosis";
import { emptyFile } from "./model/encoding";
import type { UploadRef } from "./schemas";

/**
 * Closes the reception of a file: size and SHA-256 are taken from what is stored, and the same bytes
 * sent before are refused with a link to the first. Afterwards the file waits for its person. A form may
 * name the fund only after the file: `defaultFundId` is for that.
 * @throws DomainError `upload.duplicate` (details.uploadId when the actor may see the first), `upload.empty`,
 * `fund.not_found`
 */
export async function completeUpload(
  ctx: Ctx,
  { uploadId, defaultFundId }: UploadRef & { defaultFundId?: string | null },
): Promise<void> {
  if (defaultFundId && !seesFund(ctx.actor, defaultFundId)) throw new DomainError("fund.not_found");
  const { storageKey } = await ctx.transaction((tx) => lockUpload(tx, uploadId, ["RECEIVING"]));
  const { sha256, sizeBytes, isApart } = await digest(ctx, storageKey);
  if (sizeBytes === 0) {
    await refuseUpload(ctx, uploadId, emptyFile);
    throw new DomainError("upload.empty", { uploadId });
  }
  const held = await ctx
    .transaction(async (tx) => {
      await lockUpload(tx, uploadId, ["RECEIVING"]);
      await tx.sql(
        `update upload set size_bytes = $2, sha256 = $3, holds_hash = true, state = 'AWAITING_CONFIRMATION',
                default_fund_id = coalesce($4::uuid, default_fund_id) where id = $1`,
        [uploadId, sizeBytes, sha256, defaultFundId ?? null],
      );
      await recordEvents(tx, [
        {
          action: "import.receive",
          subjectType: "upload",
          subjectId: uploadId,
          after: { sha256: sha256.toString("hex"), sizeBytes },
        },
      ]);
      if (isApart) await enqueue(tx, openSpreadsheetJob, [{ uploadId }]);
      return true;
    })
    .catch((error) => {
      if (isUniqueViolation(error)) return false;
      throw error;
    });
  if (held) return;
  const first = await refuseAsDuplicate(ctx, uploadId, sha256, sizeBytes);
  throw new DomainError("upload.duplicate", first ? { uploadId: first } : {});
}

async function digest(
  ctx: Ctx,
  storageKey: string,
): Promise<{ sha256: Buffer; sizeBytes: number; isApart: boolean }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let isApart = false;
  for await (const bytes of ctx.ports.storage.read(storageKey)) {
    if (sizeBytes === 0) isApart = isPacked(kindOf(bytes as Buffer));
    hash.update(bytes as Buffer);
    sizeBytes += (bytes as Buffer).length;
  }
  return { sha256: hash.digest(), sizeBytes, isApart };
}

async function refuseAsDuplicate(
  ctx: Ctx,
  uploadId: string,
  sha256: Buffer,
  sizeBytes: number,
): Promise<string | null> {
  const first = await ctx.transaction(async (tx) => {
    const [holder] = await tx.sql<{ id: string; visible: boolean }>(
      `select h.id, exists (select 1 from upload u where u.id = h.id) as visible
         from lastro.upload_holding((select kind from upload where id = $1), $2) as h(id)`,
      [uploadId, sha256],
    );
    await tx.sql("update upload set size_bytes = $2, sha256 = $3, duplicate_of = $4 where id = $1", [
      uploadId,
      sizeBytes,
      sha256,
      holder?.id ?? null,
    ]);
    await refuse(tx, uploadId, { code: "DUPLICATE_FILE" });
    return holder?.visible ? holder.id : null;
  });
  await ctx.ports.storage.remove(`uploads/${uploadId}`).catch(() => undefined);
  return first;
}

/** Ends a file that cannot be read at all; its content may be sent again. */
export async function refuseUpload(ctx: Ctx, uploadId: string, refusal: { code: string }): Promise<void> {
  await ctx.transaction((tx) => refuse(tx, uploadId, refusal));
}

export async function refuse(tx: Tx, uploadId: string, refusal: { code: string }): Promise<void> {
  await tx.sql(
    `update upload set state = 'REFUSED', holds_hash = false, refusal_code = $2, refusal = $3::jsonb, finished_at = now()
      where id = $1`,
    [uploadId, refusal.code, JSON.stringify(refusal)],
  );
  await recordEvents(tx, [
    { action: "import.refuse", subjectType: "upload", subjectId: uploadId, after: { code: refusal.code } },
  ]);
}

function isUniqueViolation(error: unknown): boolean {
  const { code, meta, cause } = error as { code?: string; meta?: { code?: string }; cause?: unknown };
  if (code === "23505" || code === "P2002" || meta?.code === "23505") return true;
  return cause !== undefined && cause !== null && isUniqueViolation(cause);
}
