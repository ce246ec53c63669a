import {
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
} from "nuqs/server";
import { type ColumnWidth, widthMax, widthMin } from "../data-grid/column";
import { type Filter, filterKeys, filterParsers, parseAsOrder } from "./filter";

/** `total:9.5`, in rem. */
const parseAsWidth = createParser<ColumnWidth>({
  parse(text) {
    const match = /^(\w+):(\d{1,2}(?:\.\d{1,2})?)$/.exec(text);
    const width = Number(match?.[2]);
    return match && width >= widthMin && width <= widthMax ? { id: match[1]!, width } : null;
  },
  serialize: ({ id, width }) => `${id}:${width}`,
  eq: (a, b) => a.id === b.id && a.width === b.width,
});

/** What of a list is in its address beside the filter: order and columns, the open row, the view. */
export const lookParsers = {
  ord: parseAsOrder,
  cols: parseAsArrayOf(parseAsString),
  larg: parseAsArrayOf(parseAsWidth),
};
export const placeParsers = { ver: parseAsString, v: parseAsString };

const write = createSerializer({ ...filterParsers, ...lookParsers });
type Shown = Partial<Filter & inferParserType<typeof lookParsers>>;

/** Filter, order and columns as the address has them: what a view keeps, what an export is asked by. */
export function queryOf(shown: Shown): string {
  return write(shown).replace(/^\?/, "");
}

/** Address of an operation's page, which goes on knowing the list (its query) that it was opened from. */
export function addressIn(list: string, operationId: string): string {
  return `/operacoes/${operationId}?lista=${encodeURIComponent(list || "ord=-data")}`;
}

const known = new Set<string>([...filterKeys, ...Object.keys(lookParsers), ...Object.keys(placeParsers)]);

/** Parts of an address that mean nothing here (any more): told instead of silently ignored. */
export function unknownKeys(keys: Iterable<string>): string[] {
  return [...keys].filter((key) => !known.has(key));
}

/** Rows of a page of the list; the server's first answer and the browser's next ones agree on it. */
export const rowsAtOnce = 200;
