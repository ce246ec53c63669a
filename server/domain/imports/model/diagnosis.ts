import { type Delimiter, delimiters } from "./delimiter";
import {
  type DiagnosedDates,
  type DiagnosedDecimals,
  diagnoseDates,
  diagnoseDecimals,
} from "./diagnose-format";
import { type DiagnosedValues, diagnoseValues, isQuestion, type StrayWords } from "./diagnose-values";
import {
  type DetectedEncoding,
  decodeWindows1252,
  detectEncoding,
  type Encoding,
  encodings,
  headBytes,
} from "./encoding";
import { type EncodingReason, sampleWords, whyEncoding } from "./encoding-samples";
import { splitFields } from "./fields";
import { openingLines } from "./find-header";
import { type HeadOptions, type Opening, readHead, readOpening, sampleRecords, sampleTexts } from "./head";
import {
  type ColumnKey,
  displayNames,
  headerFingerprint,
  keyColumn,
  mapColumns,
  missingKeys,
  requiredKeys,
} from "./header";
import { type FileRefusal, isFileRefusal } from "./problems";
import { type Suggestion, suggestColumns } from "./suggest-columns";
import type { Utf16 } from "./utf16";

/** What a person needs to see of a file before it is read: everything inferred, with what it was inferred from. */
export type Diagnosis = {
  kind: "text" | "xlsx" | "zip" | "other";
  /** Nothing below holds when the file cannot be opened at all. */
  refusal: FileRefusal | null;
  encoding: {
    chosen: Encoding | Utf16;
    why: EncodingReason;
    /** The same words of the file as each encoding reads them. */
    candidates: { encoding: Encoding | Utf16; samples: string[] }[];
  };
  delimiter: { chosen: Delimiter; candidates: { delimiter: Delimiter; rows: string[][] }[] };
  decimal: DiagnosedDecimals;
  dates: DiagnosedDates;
  header: {
    line: number;
    names: string[];
    fingerprint: string;
    /** The file's first lines as they are. */
    lines: string[];
  };
  columns: DiagnosedColumn[];
  missing: ColumnKey[];
  /** The columns that hold one of a few words, with the words found in them. */
  values: DiagnosedValues[];
  /** How many lines were looked at, and whether there are more. */
  sample: { rows: number; isWhole: boolean };
  sheets: string[] | null;
  remembered: { layoutId: string; name: string } | null;
  /** A spreadsheet is still being opened: ask again. */
  isPending: boolean;
  /** Nothing is left to ask: the preview may begin with the reading as it is. */
  isComplete: boolean;
};

export type DiagnosedColumn = {
  name: string;
  /** Up to three values, as the file has them. */
  samples: string[];
  field: ColumnKey | null;
  confidence: "chosen" | "exact" | "similar" | "content" | "remembered" | null;
  required: boolean;
};

export type DiagnosisOptions = HeadOptions & {
  /** What a person said now; `reading` may also hold what a layout remembers. */
  readonly chosen?: HeadOptions["reading"];
  readonly layout?: { layoutId: string; name: string } | null;
  /** Words that lines beyond the sample were rejected for. */
  readonly strays?: StrayWords;
};

const rowsShown = 5;
const samplesShown = 3;

/** Looks at a text file's first bytes. Never throws: what cannot be opened says why. */
export function diagnose(head: Uint8Array, options: DiagnosisOptions): Diagnosis {
  const opening = readOpening(head, { ...options, isInteractive: true });
  if (isFileRefusal(opening)) return unopened(head, opening, options);
  const { detected, first, delimiter, fields } = opening;
  const texts = sampleTexts(head, first.end, delimiter, detected.encoding);
  const records = texts
    .map((text) => splitFields(text, delimiter))
    .filter((record): record is string[] => Array.isArray(record) && record.length >= fields.length);
  const names = displayNames(fields);
  const columns = diagnoseColumns(fields, records, options);
  const decimals = diagnoseDecimals(columns.indexes, records, options.reading, delimiter);
  const dates = diagnoseDates(columns.indexes, records, options.reading?.dateOrder);
  const values = diagnoseValues(names, columns.indexes, records, options);
  const read = readHead(head, { ...options, isInteractive: true });
  // A missing column or two of one meaning is a question here, not the end of the file.
  const refusal = isFileRefusal(read) && !askable.has(read.code) ? read : null;
  return {
    kind: "text",
    refusal,
    encoding: {
      chosen: detected.encoding,
      why: whyEncoding(head, detected, options.chosen?.encoding !== undefined),
      candidates: encodings.map((encoding) => ({ encoding, samples: sampleWords(head, encoding) })),
    },
    delimiter: {
      chosen: delimiter,
      candidates: delimiters.map((each) => ({ delimiter: each, rows: rowsAs(head, opening, each) })),
    },
    decimal: decimals,
    dates,
    header: {
      line: first.line,
      names,
      fingerprint: headerFingerprint(fields),
      lines: linesOf(head, detected),
    },
    columns: columns.list,
    missing: columns.missing,
    values,
    sample: { rows: texts.length, isWhole: head.length < headBytes && texts.length < sampleRecords },
    sheets: null,
    remembered: options.layout ?? null,
    isPending: false,
    isComplete:
      !isFileRefusal(read) && !decimals.isAmbiguous && dates.suggested === null && !values.some(isQuestion),
  };
}

/** A text whose header is not where it is looked for still shows its lines, so that another can be chosen. */
function unopened(head: Uint8Array, refusal: FileRefusal, { reading }: DiagnosisOptions): Diagnosis {
  const detected = detectEncoding(head, reading?.encoding);
  const nothing = { ...nothingKnown(), refusal };
  if (isFileRefusal(detected)) return { ...nothing, kind: kindOf(head) };
  const lines = linesOf(head, detected);
  return { ...nothing, kind: "text", header: { ...nothing.header, line: reading?.headerLine ?? 1, lines } };
}

function linesOf(head: Uint8Array, { bom, encoding }: DetectedEncoding): string[] {
  return openingLines(head, bom ? 3 : 0, encoding);
}

const askable: ReadonlySet<string> = new Set([
  "MISSING_COLUMNS",
  "DUPLICATE_COLUMNS",
  "NO_HEADER",
  "WRONG_DELIMITER",
]);

/** What is told of a file that is no text. */
export function nothingKnown(): Diagnosis {
  return {
    kind: "other",
    refusal: null,
    encoding: { chosen: "utf-8", why: "ONLY_ASCII", candidates: [] },
    delimiter: { chosen: ";", candidates: [] },
    decimal: { chosen: ",", samples: [], isAmbiguous: false },
    dates: { chosen: "dmy", samples: [], ambiguous: 0, suggested: null },
    header: { line: 1, names: [], fingerprint: "", lines: [] },
    columns: [],
    missing: [],
    values: [],
    sample: { rows: 0, isWhole: false },
    sheets: null,
    remembered: null,
    isPending: false,
    isComplete: false,
  };
}

/** The diagnosis of a text in UTF-8 that was made of one in UTF-16: that it is so is beyond doubt. */
export function asUtf16(found: Diagnosis, encoding: Utf16): Diagnosis {
  const [words] = found.encoding.candidates;
  return {
    ...found,
    encoding: { chosen: encoding, why: "BOM", candidates: words ? [{ ...words, encoding }] : [] },
  };
}

/** Opened in a process apart, before anything of it can be read. */
export function isPacked(kind: string): kind is "xlsx" | "zip" {
  return kind === "xlsx" || kind === "zip";
}

/** A spreadsheet is a ZIP that begins with the parts of one. */
export function kindOf(head: Uint8Array): Diagnosis["kind"] {
  const isZip = head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04;
  if (!isZip) return "other";
  const opening = decodeWindows1252(head.subarray(0, 4_096));
  return /\[Content_Types\]\.xml|_rels\/\.rels|xl\/|docProps\//.test(opening) ? "xlsx" : "zip";
}

function diagnoseColumns(fields: readonly string[], records: readonly string[][], options: DiagnosisOptions) {
  const { fundIsGiven, reading, chosen } = options;
  const mapped = mapColumns(fields, { ...options, columns: reading?.columns });
  const missing = missingKeys(mapped.columns, fundIsGiven);
  const ignored = new Set(
    Object.entries(reading?.columns ?? {}).flatMap(([name, key]) => (key === "ignore" ? [name] : [])),
  );
  const names = displayNames(fields);
  const taken = new Set([
    ...mapped.used.keys(),
    ...[...fields.keys()].filter((i) => ignored.has(names[i] ?? "") || fields[i] === keyColumn),
  ]);
  const suggestions = suggestColumns(fields, taken, new Set(missing), (index) =>
    records.slice(0, 200).map((record) => record[index] ?? ""),
  );
  const keyOf = new Map(Object.entries(mapped.columns).map(([key, index]) => [index, key as ColumnKey]));
  const list = names.map((name, index): DiagnosedColumn => {
    const key = keyOf.get(index);
    const suggestion: Suggestion | undefined = suggestions.get(index);
    const source = mapped.used.get(index);
    const isRemembered =
      source === "remembered" || (source === "chosen" && chosen?.columns?.[name] === undefined);
    const field = key ?? suggestion?.key ?? null;
    const confidence = source ? (isRemembered ? "remembered" : source) : (suggestion?.confidence ?? null);
    const required = field !== null && requiredKeys.includes(field) && !(field === "fund" && fundIsGiven);
    return { name, samples: samplesOf(records, index), field, confidence, required };
  });
  const indexes: Partial<Record<ColumnKey, number>> = { ...mapped.columns };
  for (const [index, { key }] of suggestions) indexes[key] = index;
  return { list, missing, indexes };
}

function samplesOf(records: readonly string[][], index: number): string[] {
  const found: string[] = [];
  for (const record of records) {
    const value = record[index]?.trim() ?? "";
    if (value !== "" && !found.includes(value)) found.push(value.slice(0, 60));
    if (found.length === samplesShown) break;
  }
  return found;
}

/** The header and the first rows, cut with a delimiter. */
function rowsAs(head: Uint8Array, { detected, first }: Opening, delimiter: Delimiter): string[][] {
  const start = first.end;
  const part = head.subarray(0, Math.min(head.length, start + 16 * 1024, headBytes));
  const texts = [first.text, ...sampleTexts(part, start, delimiter, detected.encoding).slice(0, rowsShown)];
  return texts.map((text) => {
    const fields = splitFields(text, delimiter);
    return (Array.isArray(fields) ? fields : [text]).slice(0, 50).map((field) => field.slice(0, 60));
  });
}
