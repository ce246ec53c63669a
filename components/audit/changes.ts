import { formatCount, formatDay, formatDecimal, formatInstant, formatMoney } from "../ui/format";
import type { Words } from "./filter-words";

export type Change = { field: string; before: unknown; after: unknown; isNew: boolean };

/** Fields whose value an event changed, in the order in which they are told; what began with it is new. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [was, became] = [asObject(before), asObject(after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(became)])];
  return fields
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(became[field]))
    .map((field) => ({ field, before: was[field], after: became[field], isNew: !(field in was) }));
}

function asObject(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A value as people write it: money, days and instants by what they are, states by their names. */
export function valueInWords(field: string, value: unknown, t: Words, locale: string): string {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return t((value ? "values.true" : "values.false") as never);
  if (Array.isArray(value)) return value.map((one) => valueInWords(field, one, t, locale)).join(", ") || "—";
  if (typeof value === "object") return JSON.stringify(value);
  if (/Cents$/.test(field) && /^-?\d+$/.test(String(value)))
    return formatMoney(BigInt(value as string), locale);
  if (typeof value === "number" || typeof value === "bigint") return formatCount(value, locale);
  const text = String(value);
  const key = `values.${text}` as never;
  if (/^[\w-]+$/.test(text) && t.has(key)) return t(key);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return formatInstant(new Date(text), locale);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text, locale);
  if (/^-?\d+\.\d+$/.test(text)) return formatDecimal(text, locale, 2, 12);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    return `${text.slice(0, 8)}…${text.slice(-4)}`;
  return text;
}
