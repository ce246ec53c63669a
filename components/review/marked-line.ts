import { parseBrazilianDecimal } from "#server/kernel/brazilian-number";
import { compareDecimals } from "#server/kernel/decimal";

type MarkedLine = { before: string; mark: string; after: string };

const delimiters = [";", "\t", "|", ","] as const;

/**
 * A line as it was sent, split where it says a value: the field that reads as the same number, or is the
 * same text. Null when no field says it (it came from a default, or was mended since).
 */
export function markLine(raw: string, value: string | null): MarkedLine | null {
  if (value === null) return null;
  const delimiter = delimiters.find((one) => raw.includes(one));
  const fields = delimiter ? raw.split(delimiter) : [raw];
  let start = 0;
  let found: MarkedLine | null = null;
  for (const field of fields) {
    const text = field.trim().replace(/^"(.*)"$/, "$1");
    if (text !== "" && says(text, value)) {
      const from = start + field.indexOf(text);
      // The last one: prices are written after what they price.
      found = { before: raw.slice(0, from), mark: text, after: raw.slice(from + text.length) };
    }
    start += field.length + 1;
  }
  return found;
}

function says(field: string, value: string): boolean {
  if (field.toUpperCase() === value.toUpperCase()) return true;
  if (!/^\d/.test(value) || !/^\d+(\.\d+)?$/.test(value)) return false;
  const read = parseBrazilianDecimal(field);
  return read.kind === "decimal" && compareDecimals(read.value, value) === 0;
}
