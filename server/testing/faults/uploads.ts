import { Readable } from "node:stream";
import { completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import { DomainError } from "#server/kernel/errors";
import { type Cast, isPassing, rowsOnceUp } from "./people";
import type { World } from "./stack";

export type Sent = { uploadId: string; isDuplicate: boolean };

/**
 * Sends a file as the web does: create, bytes, complete, confirm. When a reply is lost it looks how far
 * the upload came and goes on from there, so that what it resolves with was acknowledged.
 */
export async function sendFile(world: World, cast: Cast, text: string): Promise<Sent> {
  const ctx = world.ctxOf(cast.operator);
  let upload: { uploadId: string; storageKey: string } | undefined;
  for (;;) {
    try {
      if (!upload) {
        const created = await createUpload(ctx, {
          fileName: "operacoes.csv",
          kind: "operacoes",
          channel: "tela",
        });
        await ctx.ports.storage.write(created.storageKey, Readable.from([Buffer.from(text)]), 2 ** 31);
        upload = created;
      }
      const state = await stateOf(world, upload.uploadId);
      if (state === "RECEIVING") await completeUpload(ctx, upload);
      else if (state === "AWAITING_CONFIRMATION") await confirmUpload(ctx, upload);
      else return { uploadId: upload.uploadId, isDuplicate: state === "REFUSED" };
    } catch (error) {
      const isDuplicate = error instanceof DomainError && error.code === "upload.duplicate";
      if (isDuplicate && upload) return { uploadId: upload.uploadId, isDuplicate };
      if (!isPassing(error)) throw error;
    }
  }
}

async function stateOf(world: World, uploadId: string): Promise<string> {
  const [row] = await rowsOnceUp(world, "select state from upload where id = $1", [uploadId]);
  return String(row?.state);
}
