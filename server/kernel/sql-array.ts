const needsQuotes = /["\\{}\s]/;

/**
 * The text of a PostgreSQL array (`{a,b,NULL}`), to be cast in the statement: for ids, whole numbers,
 * decimals, days and codes of ours, which hold no character that an array would have to quote. The
 * driver renders any text, element by element, at several times the cost.
 * @throws RangeError for a text that would need quotes
 */
export function sqlArray(values: readonly (string | bigint | null | undefined)[]): string {
  const elements = values.map((value) => value ?? "NULL").join(",");
  if (needsQuotes.test(elements)) throw new RangeError("an array element would need quotes");
  return `{${elements}}`;
}
