import { seesFund } from "#server/kernel/actor";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { headOptions, readStart } from "./head-options";
import type { StrayWords } from "./model/diagnose-values";
import { asUtf16, type Diagnosis, diagnose, isPacked, kindOf, nothingKnown } from "./model/diagnosis";
import { headBytes } from "./model/encoding";
import type { FileFormat } from "./model/head";
import type { FileRefusal } from "./model/problems";
import type { Reading } from "./model/reading";
import { asSheetRefusal } from "./model/spreadsheet-refusal";
import { utf16Of, utf16ToUtf8 } from "./model/utf16";
import type { ValueColumn } from "./model/value-meanings";
import { foreignKind, textKeyOf } from "./open-spreadsheet";
import { sourceFields } from "./staged-rows";
import { viewerOf, wholeUploads } from "./upload-rows";

export type { Diagnosis } from "./model/diagnosis";

/** How a file's first bytes would be read, before anything is sent. */
export async function diagnoseHead(
  ctx: Ctx,
  input: { head: Uint8Array; fundId: string | null; reading: Reading },
): Promise<Diagnosis> {
  const { head, fundId, reading } = input;
  if (fundId && !seesFund(ctx.actor, fundId)) throw new DomainError("fund.not_found");
  const packed = kindOf(head);
  if (isPacked(packed)) return { ...nothingKnown(), kind: packed, isPending: true };
  const wide = utf16Of(head);
  const text = wide ? utf16ToUtf8(head, wide) : head;
  const found = await ctx.transaction((tx) => diagnoseBytes(tx, text, { fundId, reading }));
  return wide ? asUtf16(found, wide) : found;
}

/**
 * The same of a stored file, with the reading it has unless another is given.
 * @throws `upload.not_found`
 */
export async function getDiagnosis(
  tx: Tx,
  input: { uploadId: string; reading?: Reading },
): Promise<Diagnosis> {
  const [upload] = await tx.sql<{
    textKey: string | null;
    storageKey: string;
    fundId: string | null;
    reading: Reading;
    sheets: string[] | null;
    state: string;
    refusal: FileRefusal | null;
    hasBytes: boolean;
    isGone: boolean;
  }>(
    `select text_key as "textKey", storage_key as "storageKey", default_fund_id as "fundId", reading, sheets, state, refusal, size_bytes > 0 as "hasBytes",
            state = 'CANCELLED' and accepted_at is null as "isGone"
       from upload u where u.id = $3 and ${wholeUploads}`,
    [...viewerOf(tx), input.uploadId],
  );
  if (!upload?.hasBytes || upload.isGone || upload.state === "RECEIVING") {
    throw new DomainError("upload.not_found", { uploadId: input.uploadId });
  }
  const { storage } = tx.ports;
  const kind = await foreignKind(storage, upload.storageKey);
  const reading = input.reading ?? upload.reading;
  const packed = kind !== null && isPacked(kind) ? kind : null;
  if (packed && upload.textKey !== textKeyOf(upload.storageKey, reading.sheet)) {
    const isPending = upload.state !== "REFUSED" || upload.textKey !== null;
    const refusal = isPending ? null : upload.refusal;
    return { ...nothingKnown(), kind: packed, refusal, sheets: upload.sheets, isPending };
  }
  const wide = kind === null || isPacked(kind) ? null : kind;
  const head = await readStart(storage, upload.textKey ?? upload.storageKey, headBytes);
  const text = wide && upload.textKey === null ? utf16ToUtf8(head, wide) : head;
  const strays = await strayWords(tx, input.uploadId);
  const found = await diagnoseBytes(tx, text, { fundId: upload.fundId, reading, strays });
  if (wide) return asUtf16(found, wide);
  if (!packed || upload.sheets === null) return found;
  return {
    ...found,
    kind: "xlsx",
    sheets: upload.sheets,
    refusal: found.refusal && asSheetRefusal(found.refusal),
  };
}

async function diagnoseBytes(
  tx: Tx,
  head: Uint8Array,
  input: { fundId: string | null; reading: Reading; strays?: StrayWords },
): Promise<Diagnosis> {
  const { options, layout } = await headOptions(tx, head, { ...input, isInteractive: true });
  return diagnose(head, {
    ...options,
    chosen: input.reading,
    layout: layout && { layoutId: layout.layoutId, name: layout.name },
    strays: input.strays ?? {},
  });
}

const unknownWord: Readonly<Record<string, ValueColumn>> = {
  SIDE_UNKNOWN: "side",
  CLASS_UNKNOWN: "assetClass",
};
/** Rejected lines looked through, and different words kept. */
const straysSought = 20_000;
const straysKept = 100;

/** The words that lines of the staged file were rejected for, wherever in the file they stand. */
async function strayWords(tx: Tx, uploadId: string): Promise<StrayWords> {
  const rows = await tx.sql<{ code: string; raw: string; format: FileFormat }>(
    `select r.code, r.raw, u.header as format from upload u cross join lateral (
       select code, min(raw) as raw from (
         select code, raw, problem ->> 'got' as got from upload_row
          where upload_id = u.id and state = 'REJECTED' and code = any ($2) order by row_no limit ${straysSought}) l
        group by code, got limit ${straysKept}) r
      where u.id = $1 and u.header is not null`,
    [uploadId, Object.keys(unknownWord)],
  );
  const found: Partial<Record<ValueColumn, string[]>> = {};
  for (const { code, raw, format } of rows) {
    const column = unknownWord[code] as ValueColumn;
    const word = sourceFields(raw, format)[format.header.columns[column] ?? -1] ?? "";
    if (word.trim() !== "") found[column] = [...(found[column] ?? []), word];
  }
  return found;
}
