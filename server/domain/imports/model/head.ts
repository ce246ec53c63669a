import type { DateOrder } from "./dates";
import type { DecimalStyles } from "./decimal-style";
import { decideDecimalStyles, decimalStylesOf, numericColumns } from "./decimal-style";
import type { Delimiter } from "./delimiter";
import { delimiterNames, delimiters, detectDelimiter } from "./delimiter";
import type { DetectedEncoding, Encoding } from "./encoding";
import { decodeStrict, detectEncoding, headBytes } from "./encoding";
import { excerpt } from "./excerpt";
import { splitFields } from "./fields";
import { findHeader, findHeaderLine, type HeaderRecord, headerInvalid } from "./find-header";
import type { ColumnKey, Header } from "./header";
import { countKnownNames, parseHeader } from "./header";
import type { FileRefusal } from "./problems";
import { fileRefusals, isFileRefusal } from "./problems";
import type { Reading } from "./reading";
import { createRecordScanner } from "./records";
import type { Utf16 } from "./utf16";
import type { ValueMeanings } from "./value-meanings";

/** How a file is written: everything that reading a row needs besides the row. JSON-safe, kept with the upload. */
export type FileFormat = {
  readonly encoding: Encoding;
  /** What the bytes as received are in, when the text is made of them. */
  readonly source?: Utf16;
  readonly bom: boolean;
  readonly delimiter: Delimiter;
  readonly header: Header;
  readonly decimals: DecimalStyles;
  /** Absent: as Brazilian files write dates. */
  readonly dateOrder?: DateOrder;
  /** What a person says that words of the file mean. */
  readonly values?: ValueMeanings;
  /** First byte and line after the header. */
  readonly dataStart: number;
  readonly dataLine: number;
};

/** Records looked at to decide on decimals and on a wrong delimiter. */
export const sampleRecords = 2_000;
const stepBytes = 128 * 1024;

export type HeadOptions = {
  /** The upload names a fund, so that the column `fundo` may be missing. */
  readonly fundIsGiven: boolean;
  /** Normalised name → column, as a person once mapped this header. */
  readonly remembered?: ReadonlyMap<string, ColumnKey>;
  /** What a person corrected. */
  readonly reading?: Reading;
  /** A person looks at the result: a header below a few title lines is found and shown. */
  readonly isInteractive?: boolean;
};

/**
 * Decides from a file's first MiB how the file is written, or refuses it whole.
 * @param head the first `headBytes` bytes, or all of them when the file is shorter
 */
export function readHead(head: Uint8Array, options: HeadOptions): FileFormat | FileRefusal {
  const opening = readOpening(head, options);
  if (isFileRefusal(opening)) return opening;
  const { detected, first, delimiter, fields } = opening;
  const { reading } = options;
  const header = parseHeader(fields, first.line, { ...options, columns: reading?.columns });
  if (isFileRefusal(header)) return (reading?.delimiter ? null : wrongSeparator(first, delimiter)) ?? header;
  const records = sampleTexts(head, first.end, delimiter, detected.encoding);
  if (records.length === 0 && head.length < headBytes) return fileRefusals.headerOnly();
  const wrong = wrongBodyDelimiter(records, header, delimiter, first.line);
  if (wrong) return wrong;
  const samples = numericSamples(records, header, delimiter);
  return {
    ...detected,
    delimiter,
    header,
    decimals: reading?.decimal
      ? decimalStylesOf(reading.decimal)
      : decideDecimalStyles(samples, header.isEnglish || delimiter === ","),
    ...(reading?.dateOrder ? { dateOrder: reading.dateOrder } : {}),
    ...(reading?.values ? { values: reading.values } : {}),
    dataStart: first.end,
    dataLine: first.line + first.lines,
  };
}

export type Opening = {
  readonly detected: DetectedEncoding;
  readonly first: HeaderRecord;
  readonly delimiter: Delimiter;
  readonly fields: readonly string[];
};

/** The header's record as fields, before anybody asks what they mean. */
export function readOpening(head: Uint8Array, options: HeadOptions): Opening | FileRefusal {
  const { reading } = options;
  const detected = detectEncoding(head, reading?.encoding);
  if (isFileRefusal(detected)) return detected;
  const start = detected.bom ? 3 : 0;
  const line = reading?.headerLine ?? (options.isInteractive ? lineOfNames(head, start, detected) : 1);
  const first = findHeader(head, start, detected.encoding, line);
  if (isFileRefusal(first)) return first;
  const delimiter = reading?.delimiter ?? first.separator ?? detectDelimiter(first.text);
  const fields = splitFields(first.text, delimiter);
  if (!Array.isArray(fields)) return headerInvalid(first.line, "aspas que não fecham", first.text);
  return { detected, first, delimiter, fields };
}

/** The first line, unless another one near the top names more of our columns. */
function lineOfNames(head: Uint8Array, start: number, { encoding }: DetectedEncoding): number {
  const first = findHeader(head, start, encoding);
  if (isFileRefusal(first)) return 1;
  const fields = splitFields(first.text, first.separator ?? detectDelimiter(first.text));
  if (Array.isArray(fields) && countKnownNames(fields) >= 3) return 1;
  return findHeaderLine(head, start, encoding) ?? 1;
}

export function sampleTexts(
  head: Uint8Array,
  start: number,
  delimiter: Delimiter,
  encoding: Encoding,
): string[] {
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
