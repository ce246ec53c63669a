import type { FileFormat } from "./head";
import { type ColumnKey, columnName } from "./header";
import type { RowProblem, RowProblemCode } from "./problems";
import { rowProblem } from "./record-problem";
import { type Meaning, meaningOf, type ValueColumn } from "./value-meanings";

/** Fields of ids and codes are never longer than this. */
const fieldChars = 200;

/** One row being read: its fields by column, and the first problem found in it. */
export class RowCursor {
  readonly format: RowFormat;
  problem: RowProblem | null = null;
  private fields: readonly string[] = [];

  constructor(format: RowFormat) {
    this.format = format;
  }

  start(fields: readonly string[]): void {
    this.fields = fields;
    this.problem = null;
  }

  /** The column's name as the file writes it. */
  nameOf(key: ColumnKey): string {
    const index = this.format.header.columns[key];
    return (index === undefined ? undefined : this.format.header.names[index]) ?? columnName(key);
  }

  /** Trimmed text of a column, empty when the file has no such column. */
  text(key: ColumnKey): string {
    const index = this.format.header.columns[key];
    return index === undefined ? "" : (this.fields[index] ?? "").trim();
  }

  /** What a person says that the column's value means; null when nobody said anything of it. */
  said<Column extends ValueColumn>(key: Column): Meaning<Column> | null {
    const meanings = this.format.values?.[key] as Readonly<Record<string, Meaning<Column>>> | undefined;
    return meanings ? meaningOf(meanings, this.text(key)) : null;
  }

  /** Text of a column that must be there and be short. */
  required(key: ColumnKey, expected: string): string {
    const text = this.text(key);
    if (text === "") return this.fail("FIELD_EMPTY", key, expected, "Preencha o campo.");
    if (text.length <= fieldChars) return text;
    return this.fail("FIELD_TOO_LONG", key, `até ${fieldChars} caracteres`, "Encurte o campo.");
  }

  /** Notes the row's first problem. The empty text stands for the value that there is not. */
  fail(code: RowProblemCode, key: ColumnKey, expected: string, fix: string): "" {
    return this.note(rowProblem(code, this.nameOf(key), this.text(key), { expected, fix }));
  }

  note(problem: RowProblem): "" {
    this.problem ??= problem;
    return "";
  }
}

export type RowFormat = Pick<FileFormat, "delimiter" | "header" | "decimals" | "dateOrder" | "values">;

export type FundRight = { readonly fundId: string; readonly allowed: boolean };
/** What the fund column may name: fund code in upper case, or CNPJ without punctuation. */
export type FundKeys = ReadonlyMap<string, FundRight>;
