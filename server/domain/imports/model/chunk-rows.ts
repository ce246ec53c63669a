import { decodeStrict, decodeWindows1252 } from "./encoding";
import { storableText } from "./excerpt";
import type { FileFormat } from "./head";
import type { RowProblem } from "./problems";
import { recordProblem } from "./record-problem";
import { createRecordScanner } from "./records";
import type { OperationRow, RowResult } from "./row";

/** What became of one record. `raw` is safe to store (no NUL, no half surrogates, at most 4,000 characters). */
export type RowVerdict = {
  /** From 1, over the whole file; blank lines are not counted. */
  readonly rowNo: number;
  /** Line of the file where the record starts, from 1. */
  readonly lineNo: number;
  readonly raw: string;
  /** The row of the file that this one corrects, when its key names one. */
  readonly correctsRow?: number | null;
} & (
  | { readonly ok: true; readonly row: OperationRow }
  | { readonly ok: false; readonly problem: RowProblem; readonly fundId?: string | null }
);

/**
 * Reads a chunk's bytes: one verdict per record, in order, whatever the bytes are.
 * @param bytes exactly `[byteStart, byteEnd)` of the chunk
 */
export function readChunkRows(
  bytes: Uint8Array,
  chunk: { readonly firstRow: number; readonly firstLine: number },
  format: Pick<FileFormat, "encoding" | "delimiter">,
  parseRow: (text: string) => RowResult,
): RowVerdict[] {
  const verdicts: RowVerdict[] = [];
  const textOf = createSlicer(bytes, format.encoding);
  let rowNo = chunk.firstRow;
  const scanner = createRecordScanner(
    { delimiter: format.delimiter, line: chunk.firstLine },
    (start, end, lineNo, fault) => {
      const isCut = fault === "RECORD_TOO_LONG";
      const text = isCut ? null : textOf(start, end);
      const shown = text ?? shownText(bytes.subarray(start, end), isCut ? format.encoding : "windows-1252");
      const raw = storableText(shown);
      const code = fault ?? (text === null ? "INVALID_ENCODING" : null);
      if (code !== null)
        verdicts.push({ rowNo, lineNo, raw, ok: false, problem: recordProblem(code, shown) });
      else verdicts.push(verdictOf(rowNo, lineNo, raw, parseRow(shown)));
      rowNo++;
    },
  );
  scanner.push(bytes);
  scanner.end();
  return verdicts;
}

/** The beginning of what cannot be read, as near as can be: more than is ever kept, and never half of it. */
function shownText(bytes: Uint8Array, encoding: FileFormat["encoding"]): string {
  const beginning = bytes.subarray(0, 16 * 1024);
  return encoding === "utf-8" ? new TextDecoder().decode(beginning) : decodeWindows1252(beginning);
}

function verdictOf(rowNo: number, lineNo: number, raw: string, result: RowResult): RowVerdict {
  if (result.ok) return { rowNo, lineNo, raw, ok: true, row: result.row };
  return { rowNo, lineNo, raw, ok: false, problem: result.problem, fundId: result.fundId ?? null };
}

/**
 * Text of `[start, end)`, null when it is invalid in the encoding. Ranges come in order, so that a valid
 * chunk is decoded once and sliced: decoding record by record costs more than all the rest.
 */
function createSlicer(bytes: Uint8Array, encoding: FileFormat["encoding"]) {
  const whole = decodeStrict(bytes, encoding);
  if (whole === null)
    return (start: number, end: number) => decodeStrict(bytes.subarray(start, end), encoding);
  if (whole.length === bytes.length)
    return (start: number, end: number): string | null => whole.slice(start, end);
  let byteAt = 0;
  let unitAt = 0;
  return (start: number, end: number): string | null => {
    const from = unitAt + countUnits(bytes, byteAt, start);
    unitAt = from + countUnits(bytes, start, end);
    byteAt = end;
    return whole.slice(from, unitAt);
  };
}

/** UTF-16 units of a range of valid UTF-8: none for a continuation byte, two for what leads four bytes. */
function countUnits(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x80 || byte >= 0xc0) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}
