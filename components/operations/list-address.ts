import { createSerializer, type inferParserType, parseAsArrayOf, parseAsString } from "nuqs/server";
import { type Filter, filterKeys, filterParsers, parseAsOrder } from "./filter";

/** What of a list is in its address beside the filter: order and columns, the open row, the view. */
export const lookParsers = { ord: parseAsOrder, cols: parseAsArrayOf(parseAsString) };
export const placeParsers = { ver: parseAsString, v: parseAsString };

const write = createSerializer({ ...filterParsers, ...lookParsers });
type Shown = Partial<Filter & inferParserType<typeof lookParsers>>;

/** Filter, order and columns as the address has them: what a view keeps, what an export is asked by. */
export function queryOf(shown: Shown): string {
  return write(shown).replace(/^\?/, "");
}

const known = new Set<string>([...filterKeys, ...Object.keys(lookParsers), ...Object.keys(placeParsers)]);

/** Parts of an address that mean nothing here (any more): told instead of silently ignored. */
export function unknownKeys(keys: Iterable<string>): string[] {
  return [...keys].filter((key) => !known.has(key));
}

/** Rows of a page of the list; the server's first answer and the browser's next ones agree on it. */
export const rowsAtOnce = 200;
