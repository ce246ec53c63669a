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
} & (
  | { readonly ok: true; readonly row: OperationRow }
  | { readonly ok: false; readonly problem: RowProblem }
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
      const text = textOf(start, end);
      const shown = text ?? decodeWindows1252(bytes.subarray(start, end));
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

function verdictOf(rowNo: number, lineNo: number, raw: string, result: RowResult): RowVerdict {
  if (result.ok) return { rowNo, lineNo, raw, ok: true, row: result.row };
  return { rowNo, lineNo, raw, ok: false, problem: result.problem };
}

/** Text of `[start, end)`; decodes the whole chunk once when its characters are one byte each. */
function createSlicer(bytes: Uint8Array, encoding: FileFormat["encoding"]) {
  const whole = encoding === "windows-1252" ? decodeWindows1252(bytes) : decodeStrict(bytes, "utf-8");
  if (whole !== null && whole.length === bytes.length) {
    return (start: number, end: number): string | null => whole.slice(start, end);
  }
  return (start: number, end: number) => decodeStrict(bytes.subarray(start, end), encoding);
}
