import type { DateOrder } from "./dates";
import type { Delimiter } from "./delimiter";
import type { Encoding } from "./encoding";
import type { ColumnKey } from "./header";
import { mergeMeanings, type ValueMeanings } from "./value-meanings";

/** What a person corrects of how a file is read; what is absent is as inferred. */
export type Reading = {
  readonly encoding?: Encoding;
  readonly delimiter?: Delimiter;
  readonly decimal?: "," | ".";
  readonly dateOrder?: DateOrder;
  /** Line of the header, from 1. */
  readonly headerLine?: number;
  /** Sheet of a spreadsheet. */
  readonly sheet?: string;
  /** Column name as the file writes it → what it means. */
  readonly columns?: Readonly<Record<string, ColumnKey | "ignore">>;
  /** Word of the file → what it means, by column. */
  readonly values?: ValueMeanings;
};

/** What a header's layout remembers: what its columns mean and how its values are written, not its bytes. */
export type LayoutReading = Pick<Reading, "columns" | "values" | "decimal" | "dateOrder">;

/** The person's choices over what a layout remembers. */
export function withLayout(reading: Reading, layout: LayoutReading | null): Reading {
  if (layout === null) return reading;
  const columns = { ...layout.columns, ...reading.columns };
  const values = mergeMeanings(layout.values, reading.values);
  return {
    ...layout,
    ...reading,
    ...(Object.keys(columns).length > 0 ? { columns } : {}),
    ...(values ? { values } : {}),
  };
}

/** What is worth remembering of a reading; null when everything was inferred. */
export function layoutOf({ columns, values, decimal, dateOrder }: Reading): LayoutReading | null {
  const said = mergeMeanings(values, undefined);
  const layout = {
    ...(columns && Object.keys(columns).length > 0 ? { columns } : {}),
    ...(said ? { values: said } : {}),
    ...(decimal ? { decimal } : {}),
    ...(dateOrder ? { dateOrder } : {}),
  };
  return Object.keys(layout).length > 0 ? layout : null;
}
