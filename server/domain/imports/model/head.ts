import type { DecimalStyles } from "./decimal-style";
import { decideDecimalStyles, numericColumns } from "./decimal-style";
import type { Delimiter } from "./delimiter";
import { delimiterNames, delimiters, detectDelimiter, readSeparatorLine } from "./delimiter";
import type { Encoding } from "./encoding";
import { decodeStrict, decodeWindows1252, detectEncoding, emptyFile, headBytes } from "./encoding";
import { excerpt } from "./excerpt";
import { splitFields } from "./fields";
import type { ColumnKey, Header } from "./header";
import { countKnownNames, parseHeader } from "./header";
import type { FileRefusal } from "./problems";
import { fileRefusals, isFileRefusal } from "./problems";
import type { RecordFault } from "./records";
import { createRecordScanner } from "./records";

/** How a file is written: everything that reading a row needs besides the row. JSON-safe, kept with the upload. */
export type FileFormat = {
  readonly encoding: Encoding;
  readonly bom: boolean;
  readonly delimiter: Delimiter;
  readonly header: Header;
  readonly decimals: DecimalStyles;
  /** First byte and line after the header. */
  readonly dataStart: number;
  readonly dataLine: number;
};

/** Records looked at to decide on decimals and on a wrong delimiter. */
const sampleRecords = 2_000;
const stepBytes = 128 * 1024;

/**
 * Decides from a file's first MiB how the file is written, or refuses it whole.
 * @param head the first `headBytes` bytes, or all of them when the file is shorter
 */
export function readHead(
  head: Uint8Array,
  options: { fundIsGiven: boolean; remembered?: ReadonlyMap<string, ColumnKey> },
): FileFormat | FileRefusal {
  const detected = detectEncoding(head);
  if (isFileRefusal(detected)) return detected;
  const first = findHeader(head, detected.bom ? 3 : 0, detected.encoding);
  if (isFileRefusal(first)) return first;
  const delimiter = first.separator ?? detectDelimiter(first.text);
  const fields = splitFields(first.text, delimiter);
  if (!Array.isArray(fields)) return headerInvalid(first.line, "aspas que não fecham", first.text);
  const header = parseHeader(fields, first.line, options);
  if (isFileRefusal(header)) return wrongSeparator(first, delimiter) ?? header;
  const records = sampleTexts(head, first.end, delimiter, detected.encoding);
  if (records.length === 0 && head.length < headBytes) return fileRefusals.headerOnly();
  const wrong = wrongBodyDelimiter(records, header, delimiter, first.line);
  if (wrong) return wrong;
  const samples = numericSamples(records, header, delimiter);
  return {
    ...detected,
    delimiter,
    header,
    decimals: decideDecimalStyles(samples, header.isEnglish || delimiter === ","),
    dataStart: first.end,
    dataLine: first.line + first.lines,
  };
}

type HeaderRecord = {
  text: string;
  line: number;
  lines: number;
  end: number;
  separator: Delimiter | null;
};

/** The first record that is not blank nor a `sep=` line. Until the delimiter is known quotes open anywhere. */
function findHeader(head: Uint8Array, start: number, encoding: Encoding): HeaderRecord | FileRefusal {
  let separator: Delimiter | null = null;
  let line = 1;
  let at = start;
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
  return emptyFile;
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

function sampleTexts(head: Uint8Array, start: number, delimiter: Delimiter, encoding: Encoding): string[] {
  const texts: string[] = [];
  const scanner = createRecordScanner({ delimiter, offset: start }, (from, to, _line, fault) => {
    if (texts.length >= sampleRecords) return;
    const text = fault === null ? decodeStrict(head.subarray(from, to), encoding) : null;
    texts.push(text ?? "");
  });
  const body = head.subarray(start);
  const isWhole = head.length < headBytes;
  for (let at = 0; at < body.length && texts.length < sampleRecords; at += stepBytes) {
    scanner.push(body.subarray(at, at + stepBytes));
  }
  // In a longer file the last record of the head is cut and says nothing.
  if (isWhole && texts.length < sampleRecords) scanner.end();
  return texts;
}

function numericSamples(records: readonly string[], header: Header, delimiter: Delimiter) {
  const samples: Record<(typeof numericColumns)[number], string[]> = {
    quantity: [],
    rate: [],
    informedUnitPrice: [],
  };
  for (const text of records) {
    const fields = splitFields(text, delimiter);
    if (!Array.isArray(fields) || fields.length !== header.names.length) continue;
    for (const column of numericColumns) {
      const index = header.columns[column];
      const value = index === undefined ? undefined : fields[index];
      if (value !== undefined && value !== "" && value.length < 60) samples[column].push(value);
    }
  }
  return samples;
}

/** The header names are there, but joined by something that is no separator of ours. */
function wrongSeparator(first: HeaderRecord, delimiter: Delimiter): FileRefusal | null {
  const used = splitFields(first.text, delimiter);
  if (Array.isArray(used) && countKnownNames(used) >= 2) return null;
  const words = first.text.split(/[^\p{L}\p{N}_]+/u);
  if (words.length < 3 || countKnownNames(words) < 3) return null;
  const other = delimiters.find((each) => each !== delimiter && first.text.includes(each));
  return {
    code: "WRONG_DELIMITER",
    line: first.line,
    expected: `colunas separadas por ${first.separator ? delimiterNames[first.separator] : "ponto e vírgula (;)"}`,
    got: excerpt(first.text),
    fix:
      first.separator && other
        ? `A primeira linha diz “sep=${first.separator}”, mas o cabeçalho usa ${delimiterNames[other]}: corrija uma das duas.`
        : "Exporte de novo com ponto e vírgula, vírgula, tabulação ou barra vertical entre as colunas.",
  };
}

/** Every sampled row is a single field, and would be a whole one with another separator. */
function wrongBodyDelimiter(
  records: readonly string[],
  header: Header,
  delimiter: Delimiter,
  headerLine: number,
): FileRefusal | null {
  const filled = records.filter((text) => text !== "");
  if (filled.length === 0) return null;
  const width = header.names.length;
  const fits = (text: string, each: Delimiter) => {
    const fields = splitFields(text, each);
    return Array.isArray(fields) && fields.length === width;
  };
  for (const other of delimiters) {
    if (other === delimiter) continue;
    if (!filled.every((text) => !fits(text, delimiter) && fits(text, other))) continue;
    return {
      code: "WRONG_DELIMITER",
      line: headerLine + 1,
      expected: `${delimiterNames[delimiter]} entre as colunas, como no cabeçalho`,
      got: `${delimiterNames[other]} em todas as linhas: ${excerpt(filled[0] ?? "")}`,
      fix: "Use o mesmo separador no cabeçalho e nas linhas.",
    };
  }
  return null;
}

function headerInvalid(line: number, what: string, text: string): FileRefusal {
  return {
    code: "HEADER_INVALID",
    line,
    expected: "um cabeçalho de texto com os nomes das colunas",
    got: `${what}: ${excerpt(text)}`,
    fix: "Corrija a linha do cabeçalho e envie de novo.",
  };
}
