import { completeUpload, confirmUpload, createUpload, previewUpload } from "#server/domain/imports/index";
import { uploadBytesMax } from "#server/domain/imports/schemas";
import type { Ctx } from "#server/kernel/context";

/** Stores a file as it is read, closes its reception and confirms it, or only has it read, as the person of `ctx`. */
export async function sendFile(
  ctx: Ctx,
  file: {
    name: string;
    bytes: AsyncIterable<Uint8Array>;
    defaultFundId?: string | null;
    /** The file that this one corrects. */
    parentId?: string | null;
    isRehearsal?: boolean;
  },
): Promise<string> {
  const { uploadId, storageKey } = await createUpload(ctx, {
    fileName: file.name,
    kind: "operacoes",
    channel: "cli",
    defaultFundId: file.defaultFundId ?? null,
    parentId: file.parentId ?? null,
  });
  await ctx.ports.storage.write(storageKey, file.bytes, uploadBytesMax);
  await completeUpload(ctx, { uploadId });
  if (file.isRehearsal) await previewUpload(ctx, { uploadId, reading: {} });
  else await confirmUpload(ctx, { uploadId });
  return uploadId;
}
