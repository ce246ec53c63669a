import type { Ctx, Tx } from "#server/kernel/context";
import { rawHash } from "./edits";
import { addedColumns, ownNames, rowKey } from "./model/correction";
import { type Encoding, encodeWindows1252 } from "./model/encoding";
import { joinFields, splitFields } from "./model/fields";
import type { FileFormat } from "./model/head";
import { encodeUtf16, type Utf16 } from "./model/utf16";
import { getUpload, listProblemRows, type ProblemRow } from "./queries";

const rowsAtOnce = 500;

export type RejectedCsv = { body: ReadableStream<Uint8Array>; charset: Encoding | Utf16 };

/**
 * The rejected lines of a file as a CSV in its own columns, delimiter and encoding, and beside each what
 * is wrong with it and the key by which it is known when it comes back: to be mended and sent again (the
 * other added columns are ignored then). Unicode with BOM, so that spreadsheets read the accents. Pieces
 * come as they are read; no file is too large. The first is read before this resolves, so that an absent
 * file is still known as absent.
 * @throws `upload.not_found`
 */
export async function openRejectedCsv(ctx: Ctx, uploadId: string): Promise<RejectedCsv> {
  const format = await ctx.transaction((tx) => readFormat(tx, uploadId));
  const charset = format?.source ?? format?.encoding ?? "utf-8";
  const encode = encoderOf(charset);
  const rest = pieces(ctx, uploadId, format);
  const first = await rest.next();
  const bom = charset === "windows-1252" ? "" : "\ufeff";
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encode(bom + (first.value ?? ""))),
    async pull(controller) {
      const { value, done } = await rest.next();
      if (done) controller.close();
      else controller.enqueue(encode(value));
    },
    cancel: async () => {
      await rest.return(undefined);
    },
  });
  return { body, charset };
}

function encoderOf(charset: RejectedCsv["charset"]): (text: string) => Uint8Array {
  if (charset === "windows-1252") return encodeWindows1252;
  if (charset !== "utf-8") return (text) => encodeUtf16(text, charset);
  const encoder = new TextEncoder();
  return (text) => encoder.encode(text);
}

async function* pieces(ctx: Ctx, uploadId: string, format: FileFormat | null): AsyncGenerator<string> {
  const delimiter = format?.delimiter ?? ";";
  const names = ownNames(format?.header.names ?? ["linha"]);
  yield `${joinFields([...names, ...addedColumns].map(harmless), delimiter)}\r\n`;
  let cursor: string | null = null;
  do {
    const page = await ctx.transaction((tx) =>
      listProblemRows(tx, { uploadId, state: "REJECTED", cursor, limit: rowsAtOnce }),
    );
    yield page.items.map((row) => `${rejectedLine(row, format, delimiter)}\r\n`).join("");
    cursor = page.nextCursor;
  } while (cursor);
}

async function readFormat(tx: Tx, uploadId: string): Promise<FileFormat | null> {
  await getUpload(tx, uploadId);
  const [row] = await tx.sql<{ header: FileFormat | null }>("select header from upload where id = $1", [
    uploadId,
  ]);
  return row?.header ?? null;
}

/** The line's own fields, filled up or joined to as many as the header has, then the problem and the key. */
export function rejectedLine(row: ProblemRow, format: FileFormat | null, delimiter: string): string {
  const names = format?.header.names ?? ["linha"];
  const split = splitFields(row.raw, delimiter);
  const whole = Array.isArray(split) && split.length <= names.length ? split : [row.raw];
  const kept = ownNames(names);
  const own = kept.map((name) => whole[names.indexOf(name)] ?? "");
  if (whole.length === 1) own[0] = whole[0] ?? "";
  const { problem, code } = row;
  const error = problem ? `${code}: esperado ${problem.expected}; veio ${problem.got}` : (code ?? "");
  const key = rowKey(row.rowNo, rawHash(row.raw));
  return joinFields([...own, String(row.lineNo), error, problem?.fix ?? "", key].map(harmless), delimiter);
}

/** A cell that a spreadsheet would run as a formula is marked as text (ASVS 1.2.10). */
function harmless(field: string): string {
  return /^[=+\-@\t\r\n\0＝＋－＠]/.test(field) ? `'${field}` : field;
}
