import {
  completeUpload,
  confirmUpload,
  createUpload,
  expectTotals,
  previewUpload,
} from "#server/domain/imports/index";
import { type readExpectedTotals, uploadBytesMax } from "#server/domain/imports/schemas";
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
    /** What it must add up to: it is only read then, and waits for who compares. */
    totals?: ReturnType<typeof readExpectedTotals>;
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
  if (file.totals) await expectTotals(ctx, { uploadId, expected: file.totals });
  if (file.isRehearsal || file.totals) await previewUpload(ctx, { uploadId, reading: {} });
  else await confirmUpload(ctx, { uploadId });
  return uploadId;
}
