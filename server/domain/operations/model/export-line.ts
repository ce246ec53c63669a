import { csvLine, harmless } from "#server/kernel/csv";

export const exportFormats = ["csv", "tecnico", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a line is made of, in the order of the columns. */
export const exportColumns = [
  "operationId",
  "externalId",
  "fundCode",
  "operationOn",
  "side",
  "assetRef",
  "assetCode",
  "assetClass",
  "quantity",
  "rate",
  "informedUnitPrice",
  "unitPrice",
  "totalCents",
  "state",
  "waitReason",
  "code",
  "attempts",
  "nextAttemptAt",
  "createdAt",
  "executedAt",
] as const;
export type ExportColumn = (typeof exportColumns)[number];
export type ExportRow = Record<ExportColumn, string | number | bigint | Date | null>;

/** How people call columns and the values that are codes; `word` is asked per column. */
export type ExportWords = {
  columns: Readonly<Record<ExportColumn, string>>;
  word: (column: ExportColumn, code: string) => string;
  context: Readonly<Record<"title" | "filter" | "address" | "by" | "at" | "rows" | "sum" | "sha256", string>>;
};

export type ExportContext = {
  exportId: string;
  filter: string;
  address: string;
  by: string;
  at: Date;
  rows: number;
  executedCents: bigint;
  sha256: string;
};

const coded = new Set<ExportColumn>(["side", "assetClass", "state", "waitReason", "code"]);
const decimals = new Set<ExportColumn>(["quantity", "rate", "informedUnitPrice", "unitPrice"]);

export function exportHead(format: ExportFormat, words: ExportWords): string {
  if (format === "jsonl") return "";
  if (format === "tecnico") return csvLine(exportColumns, ",");
  return `\ufeff${csvLine(
    exportColumns.map((column) => words.columns[column]),
    ";",
  )}`;
}

/**
 * One operation. `csv` is what Excel in Portuguese opens right (`;`, decimal comma, days as they are
 * written here); the others are exact and the same in every language.
 */
export function exportLine(row: ExportRow, format: ExportFormat, words: ExportWords): string {
  if (format === "jsonl") {
    const entries = exportColumns.map((column) => [column, technical(row[column])]);
    return `${JSON.stringify(Object.fromEntries(entries))}\n`;
  }
  if (format === "tecnico")
    return csvLine(
      exportColumns.map((column) => {
        const value = technical(row[column]);
        return typeof row[column] === "string" ? harmless(String(value)) : String(value ?? "");
      }),
      ",",
    );
  return csvLine(
    exportColumns.map((column) => readable(column, row[column], words)),
    ";",
  );
}

/** What the file is of, by whom, and what it adds up to: its last lines. */
export function exportFoot(format: ExportFormat, context: ExportContext, words: ExportWords): string {
  const { at, executedCents, ...rest } = context;
  const exact = { ...rest, at: at.toISOString(), executedCents: executedCents.toString() };
  if (format === "jsonl") return `${JSON.stringify({ _contexto: exact })}\n`;
  if (format === "tecnico") return `# ${JSON.stringify(exact)}\r\n`;
  const { context: names } = words;
  const lines: [string, string][] = [
    [names.title, context.exportId],
    [names.filter, harmless(context.filter)],
    [names.address, context.address],
    [names.by, harmless(context.by)],
    [names.at, instantText(at)],
    [names.rows, String(context.rows)],
    [names.sum, reais(executedCents)],
    [names.sha256, context.sha256],
  ];
  return `\r\n${lines.map((line) => csvLine(line, ";")).join("")}`;
}

function technical(value: ExportRow[ExportColumn]): string | number | null {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "bigint" ? value.toString() : value;
}

function readable(column: ExportColumn, value: ExportRow[ExportColumn], words: ExportWords): string {
  if (value === null) return "";
  if (value instanceof Date) return instantText(value);
  if (typeof value === "bigint") return reais(value);
  const text = String(value);
  if (column === "operationOn") return text.split("-").reverse().join("/");
  if (decimals.has(column)) return text.replace(".", ",");
  return harmless(coded.has(column) ? words.word(column, text) : text);
}

function reais(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)},${digits.slice(-2)}`;
}

const clock = new Intl.DateTimeFormat("pt-BR", {
  timeZone: "America/Sao_Paulo",
  dateStyle: "short",
  timeStyle: "medium",
});

/** `20/11/2026 20:30:45`, Brasília. */
function instantText(at: Date): string {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.day}/${parts.month}/${parts.year} ${parts.hour}:${parts.minute}:${parts.second}`;
}
