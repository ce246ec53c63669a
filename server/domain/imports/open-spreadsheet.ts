import { hash } from "node:crypto";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import type { Storage } from "#server/kernel/ports";
import { refuse } from "./complete";
import { readStart } from "./head-options";
import { lockUpload } from "./lock";
import { isPacked, kindOf } from "./model/diagnosis";
import type { FileRefusal } from "./model/problems";
import { type Refused, spreadsheetRefusal, zipRefusal } from "./model/spreadsheet-refusal";
import type { UploadState } from "./model/upload-state";
import { streamAsUtf8, type Utf16, utf16Of } from "./model/utf16";
import { type UploadRef, uploadBytesMax } from "./schemas";
import { unlessCancelled } from "./unless-cancelled";

const openingBytes = 4_096;
const packedBytesMax = 64 * 1024 * 1024;

export type Text = { textKey: string; textBytes: number; sheets: readonly string[] | null };

/** A file that is read from a text made of it: one that is opened apart, or a text of two bytes a character. */
export type Foreign = "xlsx" | "zip" | Utf16;

/** What a stored file is, whatever its name says; null when it is read as it is. */
export async function foreignKind(storage: Storage, storageKey: string): Promise<Foreign | null> {
  const start = await readStart(storage, storageKey, openingBytes);
  const kind = kindOf(start);
  return isPacked(kind) ? kind : utf16Of(start);
}

/** Where the text of a sheet is kept, beside the file. */
export function textKeyOf(storageKey: string, sheet: string | undefined): string {
  return `${storageKey}-${hash("md5", sheet ?? "", "hex").slice(0, 12)}`;
}

/** Makes the text of a file; a spreadsheet's, and a ZIP's, in a process apart. The bytes as received stay as they are. */
export async function makeText(
  ctx: Ctx,
  storageKey: string,
  kind: Foreign,
  sheet: string | undefined,
): Promise<Text | FileRefusal> {
  const { storage, spreadsheets } = ctx.ports;
  if (!isPacked(kind)) {
    const key = textKeyOf(storageKey, sheet);
    const text = streamAsUtf8(storage.read(storageKey), kind);
    return {
      textKey: key,
      textBytes: (await storage.write(key, text, uploadBytesMax)).sizeBytes,
      sheets: null,
    };
  }
  const refusalOf = (details: Refused) =>
    kind === "zip" ? zipRefusal(details) : spreadsheetRefusal(details.refusal);
  if ((await storage.size(storageKey)) > packedBytesMax) return refusalOf({ refusal: "TOO_LARGE" });
  const textKey = textKeyOf(storageKey, sheet);
  try {
    const { sheets, body } = await spreadsheets.toText(storage.read(storageKey), sheet ?? null);
    const { sizeBytes } = await storage.write(textKey, sheets ? body : asText(body), uploadBytesMax);
    return { textKey, textBytes: sizeBytes, sheets };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "spreadsheet.refused") throw error;
    return refusalOf(error.details);
  }
}

/** A text is read as it is, but one of two bytes a character. */
async function* asText(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const parts = body[Symbol.asyncIterator]();
  const first = await parts.next();
  if (first.done) return;
  async function* whole() {
    yield first.value as Uint8Array;
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value;
  }
  const wide = utf16Of(first.value);
  yield* wide ? streamAsUtf8(whole(), wide) : whole();
}

/**
 * Opens a spreadsheet, or a ZIP, that waits for its person at the sheet that they chose, so that they can
 * be shown what is in it.
 */
export async function openSpreadsheet(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  await unlessCancelled(ctx, uploadId, () => open(ctx, uploadId));
}

async function open(ctx: Ctx, uploadId: string): Promise<void> {
  const [upload] = await ctx.transaction((tx) =>
    tx.sql<{ storageKey: string; textKey: string | null; sheet: string | null }>(
      `select storage_key as "storageKey", text_key as "textKey", reading ->> 'sheet' as sheet from upload
        where id = $1 and state = any ($2)`,
      [uploadId, waiting],
    ),
  );
  const kind = upload && (await foreignKind(ctx.ports.storage, upload.storageKey));
  if (!upload || !kind || !isPacked(kind)) return;
  const sheet = upload.sheet ?? undefined;
  if (upload.textKey === textKeyOf(upload.storageKey, sheet)) return;
  const made = await makeText(ctx, upload.storageKey, kind, sheet);
  const isKept = await ctx.transaction(async (tx) => {
    const [waits] = await tx.sql("select 1 from upload where id = $1 and state = any ($2)", [
      uploadId,
      waiting,
    ]);
    if (!waits) return false;
    await lockUpload(tx, uploadId, waiting);
    if (!("textKey" in made)) {
      await refuse(tx, uploadId, made);
      return false;
    }
    await tx.sql("update upload set text_key = $2, text_bytes = $3, sheets = $4 where id = $1", [
      uploadId,
      made.textKey,
      made.textBytes,
      made.sheets,
    ]);
    return true;
  });
  if (isKept && upload.textKey) await ctx.ports.storage.remove(upload.textKey);
}
/** Refused too: another sheet may be what was meant. */
const waiting: readonly UploadState[] = ["AWAITING_CONFIRMATION", "REFUSED"];
