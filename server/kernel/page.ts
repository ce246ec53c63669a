import { DomainError } from "./errors";

/** One page of a list in a fixed order; `nextCursor` is null on the last. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** Rows to a page unless the caller asks for fewer or more, up to {@link pageSizeMax}. */
export const pageSize = 50;
export const pageSizeMax = 500;

/** Where the next page starts: the sort key of the last row, opaque to the caller. */
export function encodeCursor(...key: (string | number | bigint)[]): string {
  return Buffer.from(JSON.stringify(key.map(String))).toString("base64url");
}

/** @throws `input.invalid` when the text is no cursor of ours */
export function decodeCursor(cursor: string | null | undefined, parts: number): string[] | null {
  if (!cursor) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(key) && key.length === parts && key.every((part) => typeof part === "string"))
      return key;
  } catch {
    // Falls through: damaged text and a foreign cursor get the same answer.
  }
  throw new DomainError("input.invalid", { field: "cursor" });
}

/** Cuts the page out of `limit + 1` rows: the extra one only says that there is a next page. */
export function toPage<Row>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => (string | number | bigint)[],
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : encodeCursor(...keyOf(last)) };
}
