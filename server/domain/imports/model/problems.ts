/** Why one row was rejected before it reached the books. Stored as JSON, shown to a person, exported. */
export type RowProblem = {
  readonly code: RowProblemCode;
  /** The column's name as the file writes it; null when the whole line is meant. */
  readonly column: string | null;
  readonly expected: string;
  /** What came, shortened and with invisible characters made visible. */
  readonly got: string;
  readonly fix: string;
};

/** Why a whole file was refused before any row was read. */
export type FileRefusal = {
  readonly code: FileRefusalCode;
  /** Line of the file, from 1; null when no line is to blame. */
  readonly line: number | null;
  readonly expected: string;
  readonly got: string;
  readonly fix: string;
};

export const rowProblemCodes = [
  "INVALID_ENCODING",
  "NUL_BYTE",
  "RECORD_TOO_LONG",
  "UNCLOSED_QUOTE",
  "QUOTE_MISPLACED",
  "EMPTY_ROW",
  "FIELD_COUNT",
  "FIELD_TOO_LONG",
  "FIELD_EMPTY",
  "CONTROL_CHARACTER",
  "FUND_FORBIDDEN",
  "SIDE_UNKNOWN",
  "ASSET_FORMAT",
  "CLASS_UNKNOWN",
  "NUMBER_FORMAT",
  "NUMBER_AMBIGUOUS",
  "NUMBER_SCALE",
  "NUMBER_TOO_LARGE",
  "NOT_POSITIVE",
  "RATE_RANGE",
  "DATE_FORMAT",
  "DATE_IMPOSSIBLE",
  "DATE_OUT_OF_RANGE",
  "SETTLEMENT_BEFORE_OPERATION",
  "CORRECTION_UNCHANGED",
  "CORRECTION_TAKEN",
  "LEFT_OUT",
] as const;
export type RowProblemCode = (typeof rowProblemCodes)[number];

export const fileRefusalCodes = [
  "EMPTY_FILE",
  "ONLY_ZEROS",
  "NOT_TEXT",
  "ENCODING_WIDE",
  "NO_HEADER",
  "HEADER_INVALID",
  "HEADER_ONLY",
  "WRONG_DELIMITER",
  "MISSING_COLUMNS",
  "DUPLICATE_COLUMNS",
  "TOO_LARGE",
  "TOO_MANY_ROWS",
  "TRUNCATED",
  "SPREADSHEET_MACROS",
  "SPREADSHEET_ENCRYPTED",
  "SPREADSHEET_TOO_LARGE",
  "SPREADSHEET_BROKEN",
  "SPREADSHEET_NO_SHEET",
  "SPREADSHEET_EMPTY_SHEET",
  "ZIP_ENCRYPTED",
  "ZIP_TOO_LARGE",
  "ZIP_BROKEN",
  "ZIP_NOT_ONE",
] as const;
export type FileRefusalCode = (typeof fileRefusalCodes)[number];

export function isFileRefusal(value: object): value is FileRefusal {
  return "code" in value && "fix" in value;
}

/** One sentence for a person: where, what was expected, what came, how to fix it. */
export function describeRowProblem(lineNo: number, problem: RowProblem): string {
  const where = problem.column === null ? `Linha ${lineNo}` : `Linha ${lineNo}, coluna “${problem.column}”`;
  return `${where}: esperado ${problem.expected}; veio ${problem.got}. ${problem.fix}`;
}

/** As {@link describeRowProblem}, for a whole file. */
export function describeFileRefusal(refusal: FileRefusal): string {
  const where = refusal.line === null ? "Arquivo recusado" : `Arquivo recusado na linha ${refusal.line}`;
  return `${where}: esperado ${refusal.expected}; veio ${refusal.got}. ${refusal.fix}`;
}

/** Refusals that only the steps around this model can see: size, a stream that ended early, rows counted. */
export const fileRefusals = {
  tooLarge: (limitBytes: number): FileRefusal => ({
    code: "TOO_LARGE",
    line: null,
    expected: `um arquivo de até ${formatSize(limitBytes)}`,
    got: "um arquivo maior",
    fix: "Divida o arquivo em partes, cada uma com o cabeçalho, e envie uma de cada vez.",
  }),
  truncated: (expectedBytes: number, gotBytes: number): FileRefusal => ({
    code: "TRUNCATED",
    line: null,
    expected: `${expectedBytes} bytes`,
    got: `${gotBytes} bytes`,
    fix: "O envio foi interrompido: envie o arquivo outra vez; nada dele foi processado.",
  }),
  headerOnly: (): FileRefusal => ({
    code: "HEADER_ONLY",
    line: 1,
    expected: "ao menos uma linha de operação depois do cabeçalho",
    got: "somente o cabeçalho",
    fix: "Confira se a exportação gerou as operações e envie de novo.",
  }),
  tooManyRows: (limit: number): FileRefusal => ({
    code: "TOO_MANY_ROWS",
    line: null,
    expected: `até ${limit.toLocaleString("pt-BR")} linhas`,
    got: "mais linhas que isso",
    fix: "Divida o arquivo em partes, cada uma com o cabeçalho, e envie uma de cada vez.",
  }),
} as const;

function formatSize(bytes: number): string {
  return bytes >= 1 << 30 ? `${bytes / (1 << 30)} GiB` : `${Math.floor(bytes / (1 << 20))} MiB`;
}
