import type { Readable } from "node:stream";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { getUpload } from "./queries";

/**
 * A file's bytes as they were received. Whoever sees only some of its funds does not get it.
 * @throws DomainError `upload.not_found`, `storage.not_found`
 */
export async function openOriginal(
  ctx: Ctx,
  uploadId: string,
): Promise<{ fileName: string; sizeBytes: number; bytes: Readable }> {
  const { fileName, storageKey } = await ctx.transaction(async (tx) => {
    const upload = await getUpload(tx, uploadId);
    if (!upload.isWhole || upload.sha256 === null) throw new DomainError("upload.not_found", { uploadId });
    const [row] = await tx.sql<{ storageKey: string }>(
      `select storage_key as "storageKey" from upload where id = $1`,
      [uploadId],
    );
    return { fileName: upload.fileName, storageKey: row!.storageKey };
  });
  const sizeBytes = await ctx.ports.storage.size(storageKey);
  return { fileName, sizeBytes, bytes: ctx.ports.storage.read(storageKey) };
}
