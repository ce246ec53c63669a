import type { ColumnKey } from "./header";

/** What a column of the lines that go in holds. */
export type FieldFigures = {
  /** Lines without a value. */
  empty: number;
  distinct: number;
  /** The least and the greatest number or day; null for text. */
  least: string | null;
  most: string | null;
};

export type ColumnFigures = {
  /** Lines that were looked at. */
  rows: number;
  /** False: a sample spread over the whole file. */
  isWhole: boolean;
  fields: ({ field: ColumnKey } & FieldFigures)[];
};

type Field = { field: ColumnKey; column: string; hasRange: "decimal" | "day" | null };

/** Each field, the staged row's column that holds it, and whether it has a least and a greatest. */
export const figureFields: readonly Field[] = [
  { field: "externalId", column: "external_id", hasRange: null },
  { field: "fund", column: "fund_id", hasRange: null },
  { field: "side", column: "side", hasRange: null },
  { field: "asset", column: "asset_ref", hasRange: null },
  { field: "quantity", column: "quantity", hasRange: "decimal" },
  { field: "rate", column: "rate", hasRange: "decimal" },
  { field: "operationOn", column: "operation_on", hasRange: "day" },
  { field: "informedUnitPrice", column: "informed_unit_price", hasRange: "decimal" },
  { field: "assetClass", column: "asset_class", hasRange: null },
  { field: "settlementOn", column: "settlement_on", hasRange: "day" },
];

const pieceRows = 1_000;
const piecesMost = 50;

/**
 * Where a file is looked at: everywhere, or in pieces of consecutive rows evenly spread from its first
 * row to its last. A piece holds the rows after `start`, up to `rows` of them.
 */
export function samplePieces(rowCount: number): { starts: number[]; rows: number; isWhole: boolean } {
  const pieces = Math.ceil(rowCount / pieceRows);
  if (pieces <= piecesMost) {
    return {
      starts: Array.from({ length: pieces }, (_, i) => i * pieceRows),
      rows: pieceRows,
      isWhole: true,
    };
  }
  const last = rowCount - pieceRows;
  const starts = Array.from({ length: piecesMost }, (_, i) => Math.floor((i * last) / (piecesMost - 1)));
  return { starts, rows: pieceRows, isWhole: false };
}
