import { recordEvents } from "#server/domain/audit/index";
import { seesFund } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { type CreateUploadInput, createUploadInput } from "./schemas";

/**
 * Registers a file before its bytes arrive. The storage key is ours; the person's file name is kept
 * for display only.
 * @throws DomainError `input.invalid`, `fund.not_found`
 */
export async function createUpload(
  ctx: Ctx,
  input: CreateUploadInput,
): Promise<{ uploadId: string; storageKey: string }> {
  const { fileName, kind, channel, defaultFundId } = createUploadInput.parse(input);
  const userId = ctx.actor.userId;
  if (!userId) throw new DomainError("auth.required");
  if (defaultFundId && !seesFund(ctx.actor, defaultFundId)) throw new DomainError("fund.not_found");
  const uploadId = newId();
  const storageKey = `uploads/${uploadId}`;
  await ctx.transaction(async (tx) => {
    await tx.sql(
      `insert into upload (id, kind, file_name, storage_key, uploaded_by, default_fund_id, channel, state)
       values ($1, $2, $3, $4, $5, $6, $7, 'RECEIVING')`,
      [
        uploadId,
        kind,
        fileName.replace(/\p{C}/gu, "").slice(0, 255) || "arquivo",
        storageKey,
        userId,
        defaultFundId ?? null,
        channel,
      ],
    );
    await recordEvents(tx, [
      { action: "import.create", subjectType: "upload", subjectId: uploadId, after: { kind, channel } },
    ]);
  });
  return { uploadId, storageKey };
}
