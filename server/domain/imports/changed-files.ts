import { createHash } from "node:crypto";
import type { Ctx } from "#server/kernel/context";

type Original = { uploadId: string; storageKey: string; sha256: string };

/**
 * Reads every original that is kept and compares it with the SHA-256 of its reception.
 * @returns how many were read, and the files that are not there any more or hold something else
 */
export async function findChangedFiles(ctx: Ctx): Promise<{ read: number; changed: string[] }> {
  const originals = await ctx.transaction((tx) =>
    tx.sql<Original>(
      `select id as "uploadId", storage_key as "storageKey", encode(sha256, 'hex') as sha256 from upload where holds_hash order by id`,
    ),
  );
  const changed: string[] = [];
  for (const { uploadId, storageKey, sha256 } of originals) {
    const hash = createHash("sha256");
    try {
      for await (const bytes of ctx.ports.storage.read(storageKey)) hash.update(bytes as Buffer);
    } catch {
      changed.push(uploadId);
      continue;
    }
    if (hash.digest("hex") !== sha256) changed.push(uploadId);
  }
  return { read: originals.length, changed };
}
