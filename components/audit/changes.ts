import { formatCount, formatDay, formatDecimal, formatInstant, formatMoney, formatShare } from "../ui/format";
import { fieldInWords, messageKey, type Words } from "./words";

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

type Saying = { t: Words; locale: string; names?: ReadonlyMap<string, string> };
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A value as people write it: money, days and instants by what they are, states by their names, people
 * by theirs; what holds other fields tells them one by one.
 */
export function valueInWords(field: string, value: unknown, saying: Saying): string {
  const { t, locale } = saying;
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return t((value ? "values.true" : "values.false") as never);
  if (Array.isArray(value)) return value.map((one) => valueInWords(field, one, saying)).join(", ") || "—";
  if (typeof value === "object") return objectInWords(value as Record<string, unknown>, saying);
  if (/Cents$/.test(field) && /^-?\d+$/.test(String(value)))
    return formatMoney(BigInt(value as string), locale);
  // Limits of a fund's rules are shares of one.
  if (/Limit$/.test(field) && /^\d+\.\d+$/.test(String(value))) return formatShare(Number(value), locale, 4);
  if (typeof value === "number" || typeof value === "bigint") return formatCount(value, locale);
  return textInWords(String(value), saying);
}

function objectInWords(value: Record<string, unknown>, saying: Saying): string {
  const told = Object.entries(value).filter(([, one]) => one !== null && one !== undefined && one !== "");
  if (told.length === 0) return "—";
  return told
    .map(([name, one]) => `${fieldInWords(name, saying.t)}: ${valueInWords(name, one, saying)}`)
    .join(" · ");
}

function textInWords(text: string, { t, locale, names }: Saying): string {
  const key = `values.${messageKey(text)}` as never;
  if (/^[\w.:-]+$/.test(text) && t.has(key)) return t(key);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return formatInstant(new Date(text), locale);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text, locale);
  if (/^-?\d+\.\d+$/.test(text)) return formatDecimal(text, locale, 2, 12);
  if (uuid.test(text)) return names?.get(text) ?? `${text.slice(0, 8)}…${text.slice(-4)}`;
  if (/^[0-9a-f]{64}$/.test(text)) return `${text.slice(0, 16)}…${text.slice(-8)}`;
  return text;
}
