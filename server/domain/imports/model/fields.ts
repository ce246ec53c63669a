export type FieldsProblem = "UNCLOSED_QUOTE" | "QUOTE_MISPLACED";

/**
 * Cuts one record's text into fields (RFC 4180): a field that starts with a double quote ends at the next
 * single one, `""` inside it is a quote; a quote elsewhere is an ordinary character. Spaces may follow
 * the closing quote, anything else is misplaced.
 */
export function splitFields(text: string, delimiter: string): string[] | FieldsProblem {
  if (!text.includes('"')) return text.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      if (end < 0) {
        fields.push(text.slice(at));
        return fields;
      }
      fields.push(text.slice(at, end));
      at = end + 1;
      continue;
    }
    const close = closingQuote(text, at + 1);
    if (close < 0) return "UNCLOSED_QUOTE";
    const end = text.indexOf(delimiter, close + 1);
    const tail = text.slice(close + 1, end < 0 ? text.length : end);
    if (tail.trim() !== "") return "QUOTE_MISPLACED";
    fields.push(text.slice(at + 1, close).replaceAll('""', '"'));
    if (end < 0) return fields;
    at = end + 1;
  }
}

/** Writes one record's text so that {@link splitFields} gives the same fields back. */
export function joinFields(fields: readonly string[], delimiter: string): string {
  return fields
    .map((field) =>
      field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
    )
    .join(delimiter);
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
