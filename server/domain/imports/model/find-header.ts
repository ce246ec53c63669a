import { type Delimiter, delimiters, detectDelimiter, readSeparatorLine } from "./delimiter";
import { decodeStrict, decodeWindows1252, type Encoding, emptyFile } from "./encoding";
import { excerpt } from "./excerpt";
import { splitFields } from "./fields";
import { countKnownNames } from "./header";
import type { FileRefusal } from "./problems";
import { createRecordScanner, type RecordFault } from "./records";

export type HeaderRecord = {
  readonly text: string;
  readonly line: number;
  readonly lines: number;
  readonly end: number;
  readonly separator: Delimiter | null;
};

const stepBytes = 128 * 1024;
/** A header below a title, a logo's text and a date is still near the top. */
const titleLinesMost = 30;

/** The first record that is not blank nor a `sep=` line. Until the delimiter is known quotes open anywhere. */
export function findHeader(
  head: Uint8Array,
  start: number,
  encoding: Encoding,
  headerLine = 1,
): HeaderRecord | FileRefusal {
  let separator: Delimiter | null = null;
  let line = 1;
  let at = start;
  for (; line < headerLine && at < head.length; line++) at = afterLine(head, at);
  while (at < head.length) {
    const record = firstRecord(head, at, line, separator);
    if (record === null) break;
    if (record.fault === "RECORD_TOO_LONG") {
      const opening = decodeWindows1252(head.subarray(record.start, record.start + 200));
      return headerInvalid(record.line, "uma linha com mais de 64 KiB", opening);
    }
    const bytes = head.subarray(record.start, record.end);
    const text = decodeStrict(bytes, encoding) ?? decodeWindows1252(bytes);
    const found: Delimiter | null = separator === null ? readSeparatorLine(text) : null;
    if (found === null) {
      if (text.includes("\u0000")) return headerInvalid(record.line, "bytes nulos", text);
      const { end, lines } = afterRecord(head, record);
      return { text, line: record.line, lines, end, separator };
    }
    separator = found;
    const next = afterRecord(head, record);
    at = next.end;
    line = record.line + next.lines;
  }
  return headerLine === 1 ? emptyFile : noSuchLine(headerLine);
}

function noSuchLine(line: number): FileRefusal {
  return {
    code: "HEADER_INVALID",
    line,
    expected: `os nomes das colunas na linha ${line}`,
    got: "um arquivo que termina antes dela",
    fix: "Escolha a linha do arquivo que tem os nomes das colunas.",
  };
}

/** The line, among the first, that names most of our columns, at least three; null when none does. */
export function findHeaderLine(head: Uint8Array, start: number, encoding: Encoding): number | null {
  let best: { line: number; known: number } | null = null;
  let at = start;
  for (let line = 1; line <= titleLinesMost && at < head.length; line++) {
    const end = afterLine(head, at);
    const bytes = head.subarray(at, Math.min(end, at + 64 * 1024));
    const text = (decodeStrict(bytes, encoding) ?? decodeWindows1252(bytes)).replace(/[\r\n]+$/, "");
    const fields = splitFields(text, detectDelimiter(text));
    const known = Array.isArray(fields) ? countKnownNames(fields) : 0;
    if (known >= 3 && known > (best?.known ?? 0)) best = { line, known };
    at = end;
  }
  return best?.line ?? null;
}

const linesShown = 12;

/** The first lines as they are, for a person to point at the one with the names. */
export function openingLines(head: Uint8Array, start: number, encoding: Encoding): string[] {
  const lines: string[] = [];
  for (let at = start; lines.length < linesShown && at < head.length; ) {
    const end = afterLine(head, at);
    const bytes = head.subarray(at, Math.min(end, at + 800));
    const text = decodeStrict(bytes, encoding) ?? decodeWindows1252(bytes);
    lines.push(text.replace(/[\r\n]+$/, "").slice(0, 200));
    at = end;
  }
  return lines;
}

export function headerInvalid(line: number, what: string, text: string): FileRefusal {
  return {
    code: "HEADER_INVALID",
    line,
    expected: "um cabeçalho de texto com os nomes das colunas",
    got: `${what}: ${excerpt(text)}`,
    fix: "Corrija a linha do cabeçalho e envie de novo.",
  };
}

/** Index after the line ending that follows `at`. */
function afterLine(head: Uint8Array, at: number): number {
  let end = at;
  while (end < head.length && head[end] !== 0x0a && head[end] !== 0x0d) end++;
  if (head[end] === 0x0d && head[end + 1] === 0x0a) end++;
  return Math.min(end + 1, head.length);
}

type FoundRecord = { start: number; end: number; line: number; fault: RecordFault | null };

function firstRecord(
  head: Uint8Array,
  at: number,
  line: number,
  separator: Delimiter | null,
): FoundRecord | null {
  const candidates = separator === null ? delimiters : [separator];
  let best: FoundRecord | null = null;
  for (const delimiter of candidates) {
    const found: FoundRecord[] = [];
    const scanner = createRecordScanner({ delimiter, offset: at, line }, (start, end, atLine, fault) => {
      if (found.length === 0) found.push({ start, end, line: atLine, fault });
    });
    for (let from = at; from < head.length && found.length === 0; from += stepBytes) {
      scanner.push(head.subarray(from, from + stepBytes));
    }
    if (found.length === 0) scanner.end();
    const result: FoundRecord | undefined = found[0];
    if (result && (best === null || (result.fault === null && result.end > best.end))) best = result;
  }
  return best;
}

function afterRecord(head: Uint8Array, record: FoundRecord): { end: number; lines: number } {
  let lines = 1;
  for (let i = record.start; i < record.end; i++) {
    if (head[i] === 0x0a || (head[i] === 0x0d && head[i + 1] !== 0x0a)) lines++;
  }
  let end = record.end;
  if (head[end] === 0x0d) end++;
  if (head[end] === 0x0a) end++;
  return { end, lines };
}
