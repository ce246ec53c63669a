import { recordEvents } from "#server/domain/audit/index";
import { seesFund } from "#server/kernel/actor";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { lockUpload } from "./lock";
import { getUpload } from "./queries";
import { type CreateUploadInput, createUploadInput } from "./schemas";

/**
 * Registers a file before its bytes arrive. The storage key is ours; the person's file name is kept
 * for display only.
 * @throws DomainError `input.invalid`, `fund.not_found`, `upload.not_found` (the file that it corrects)
 */
export async function createUpload(
  ctx: Ctx,
  input: CreateUploadInput,
): Promise<{ uploadId: string; storageKey: string }> {
  const { fileName, kind, channel, defaultFundId, parentId } = createUploadInput.parse(input);
  const userId = ctx.actor.userId;
  if (!userId) throw new DomainError("auth.required");
  if (defaultFundId && !seesFund(ctx.actor, defaultFundId)) throw new DomainError("fund.not_found");
  const uploadId = newId();
  const storageKey = `uploads/${uploadId}`;
  await ctx.transaction(async (tx) => {
    const fundId = parentId ? await fundOfParent(tx, parentId) : null;
    await tx.sql(
      `insert into upload (id, kind, file_name, storage_key, uploaded_by, default_fund_id, channel, parent_id, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'RECEIVING')`,
      [
        uploadId,
        kind,
        fileName.replace(/\p{C}/gu, "").slice(0, 255) || "arquivo",
        storageKey,
        userId,
        defaultFundId ?? fundId,
        channel,
        parentId ?? null,
      ],
    );
    await recordEvents(tx, [
      {
        action: "import.create",
        subjectType: "upload",
        subjectId: uploadId,
        after: { kind, channel, ...(parentId ? { parentId } : {}) },
      },
    ]);
  });
  return { uploadId, storageKey };
}

/**
 * Says which file this one corrects, where that is known only after the bytes.
 * @throws DomainError `upload.not_found`, `upload.wrong_state`
 */
export async function setParent(
  ctx: Ctx,
  { uploadId, parentId }: { uploadId: string; parentId: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lockUpload(tx, uploadId, ["RECEIVING"]);
    const fundId = await fundOfParent(tx, parentId);
    await tx.sql(
      "update upload set parent_id = $2, default_fund_id = coalesce(default_fund_id, $3) where id = $1 and uploaded_by = $4",
      [uploadId, parentId, fundId, tx.actor.userId],
    );
    await recordEvents(tx, [
      { action: "import.correct", subjectType: "upload", subjectId: uploadId, after: { parentId } },
    ]);
  });
}

/** A correction is of a finished file that the person sees, and takes over its fund. */
async function fundOfParent(tx: Tx, parentId: string): Promise<string | null> {
  const parent = await getUpload(tx, parentId);
  const isDecided =
    parent.state === "DONE" || (parent.state === "CANCELLED" && parent.acceptedCount !== null);
  if (!isDecided) throw new DomainError("upload.wrong_state", { uploadId: parentId, state: parent.state });
  const [row] = await tx.sql<{ fundId: string | null }>(
    `select default_fund_id as "fundId" from upload where id = $1`,
    [parentId],
  );
  return row?.fundId ?? null;
}
