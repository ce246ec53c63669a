import type { Ctx } from "#server/kernel/context";
import { joinFields, splitFields } from "./model/fields";
import type { FileFormat } from "./model/head";
import { getUpload, listProblemRows, type ProblemRow } from "./queries";

const rowsAtOnce = 500;
const added = ["_linha", "_codigo", "_erro", "_sugestao"] as const;

/**
 * The rejected lines of a file as a CSV with its own columns and delimiter, and beside each what is wrong
 * with it: to be mended and sent again (the added columns are ignored then). UTF-8 with BOM, so that
 * spreadsheets read the accents. Pieces come as they are read; no file is too large. The first is read
 * before this resolves, so that an absent file is still known as absent.
 * @throws `upload.not_found`
 */
export async function openRejectedCsv(ctx: Ctx, uploadId: string): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const rest = pieces(ctx, uploadId);
  const first = await rest.next();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(first.value ?? "")),
    async pull(controller) {
      const { value, done } = await rest.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await rest.return(undefined);
    },
  });
}

async function* pieces(ctx: Ctx, uploadId: string): AsyncGenerator<string> {
  const format = await ctx.transaction((tx) => readFormat(tx, uploadId));
  const delimiter = format?.delimiter ?? ";";
  yield `\ufeff${joinFields([...(format?.header.names ?? ["linha"]), ...added].map(harmless), delimiter)}\r\n`;
  let cursor: string | null = null;
  do {
    const page = await ctx.transaction((tx) =>
      listProblemRows(tx, { uploadId, state: "REJECTED", cursor, limit: rowsAtOnce }),
    );
    yield page.items.map((row) => `${rejectedLine(row, format, delimiter)}\r\n`).join("");
    cursor = page.nextCursor;
  } while (cursor);
}

async function readFormat(
  tx: Parameters<Parameters<Ctx["transaction"]>[0]>[0],
  uploadId: string,
): Promise<FileFormat | null> {
  await getUpload(tx, uploadId);
  const [row] = await tx.sql<{ header: FileFormat | null }>("select header from upload where id = $1", [
    uploadId,
  ]);
  return row?.header ?? null;
}

/** The line's own fields, filled up or joined to as many as the header has, then the problem. */
export function rejectedLine(row: ProblemRow, format: FileFormat | null, delimiter: string): string {
  const width = format?.header.names.length ?? 1;
  const split = splitFields(row.raw, delimiter);
  const own = Array.isArray(split) && split.length <= width ? split : [row.raw];
  const fields = [...own, ...Array.from({ length: width - own.length }, () => "")];
  const { problem } = row;
  const error = problem ? `esperado ${problem.expected}; veio ${problem.got}` : "";
  return joinFields(
    [...fields, String(row.lineNo), row.code ?? "", error, problem?.fix ?? ""].map(harmless),
    delimiter,
  );
}

/** A cell that a spreadsheet would run as a formula is marked as text (ASVS 1.2.10). */
function harmless(field: string): string {
  return /^[=+\-@\t\r\n\0＝＋－＠]/.test(field) ? `'${field}` : field;
}
