import { isCnpj } from "#server/kernel/tax-id";
import { type DateOrder, readDate } from "./dates";
import { hasInvisible } from "./excerpt";
import type { ColumnKey } from "./header";
import { stripMoney } from "./number-shapes";
import { likelySide } from "./sides";

/** Repairs that change a line's own values. */
export const valueFixKinds = [
  "pad_cnpj",
  "decimal_comma",
  "decimal_point",
  "side_word",
  "percent",
  "drop_sign",
  "strip_invisible",
  "clear_class",
  "as_windows_1252",
] as const;
export type ValueFixKind = (typeof valueFixKinds)[number];

/** Repairs that read the whole file another way: a day that exists may have been read wrongly too. */
export const readingFixes: Readonly<Record<"date_mdy" | "date_ymd", DateOrder>> = {
  date_mdy: "mdy",
  date_ymd: "ymd",
};

/** What may mend a problem, likeliest first. */
export function fixesFor(
  code: string,
  key: ColumnKey | null,
): readonly (ValueFixKind | keyof typeof readingFixes)[] {
  if (code === "FUND_FORBIDDEN") return ["pad_cnpj"];
  if (code === "NUMBER_AMBIGUOUS") return ["decimal_comma", "decimal_point"];
  if (code === "NUMBER_FORMAT") return ["decimal_point", "decimal_comma"];
  if (code === "DATE_IMPOSSIBLE" || code === "DATE_FORMAT" || code === "DATE_OUT_OF_RANGE") {
    return ["date_mdy", "date_ymd"];
  }
  if (code === "SIDE_UNKNOWN") return ["side_word"];
  if (code === "RATE_RANGE") return ["percent"];
  if (code === "NOT_POSITIVE") return key === "quantity" ? ["drop_sign"] : [];
  if (code === "CONTROL_CHARACTER" || code === "NUL_BYTE") return ["strip_invisible"];
  if (code === "CLASS_UNKNOWN") return ["clear_class"];
  if (code === "INVALID_ENCODING") return ["as_windows_1252"];
  return [];
}

/**
 * A line's fields mended in one column, or null when the repair does not fit them. Nothing is guessed:
 * each repair takes only what can be meant in one way.
 */
export function applyValueFix(
  kind: ValueFixKind,
  fields: readonly string[],
  index: number | null,
  sideIndex: number | null,
): string[] | null {
  if (kind === "as_windows_1252") return [...fields];
  if (kind === "strip_invisible" && index === null) {
    const stripped = fields.map((field) => withoutInvisible(field) ?? field);
    return stripped.some((field, i) => field !== fields[i]) ? stripped : null;
  }
  if (index === null || index >= fields.length) return null;
  if (kind === "drop_sign" && !isSale(fields[sideIndex ?? -1] ?? "")) return null;
  const mended = mend[kind]((fields[index] ?? "").trim());
  if (mended === null || mended === fields[index]) return null;
  return fields.map((field, i) => (i === index ? mended : field));
}

const mend: Readonly<Record<Exclude<ValueFixKind, "as_windows_1252">, (value: string) => string | null>> = {
  pad_cnpj: (value) => {
    const digits = value.replace(/[.\-/\s]/g, "");
    if (!/^\d{3,13}$/.test(digits)) return null;
    const padded = digits.padStart(14, "0");
    return isCnpj(padded) ? padded : null;
  },
  decimal_comma: (value) => {
    const text = stripMoney(value);
    if (!/^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(text)) return null;
    return unmistakable(text.replaceAll(".", "").replace(",", "."));
  },
  decimal_point: (value) => {
    const text = stripMoney(value);
    if (!/^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/.test(text)) return null;
    return unmistakable(text.replaceAll(",", ""));
  },
  side_word: (value) => sideOf(value),
  percent: (value) => {
    const match = /^(\d{1,3})(?:[.,](\d+))?\s?%$/.exec(value);
    if (!match) return null;
    const [, whole = "", fraction = ""] = match;
    const digits = whole.padStart(3, "0");
    return `${Number(digits.slice(0, -2))}.${digits.slice(-2)}${fraction}`;
  },
  drop_sign: (value) => {
    const match = /^[-−]\s?(\d[\d.,]*)$|^\((\d[\d.,]*)\)$|^(\d[\d.,]*)\s?-$/.exec(value);
    return match?.[1] ?? match?.[2] ?? match?.[3] ?? null;
  },
  strip_invisible: (value) => withoutInvisible(value),
  clear_class: () => "",
};

/** Three decimals look like thousands; a fourth one, which is nothing, settles it. */
function unmistakable(plain: string): string {
  return /\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}

function withoutInvisible(value: string): string | null {
  const stripped = [...value]
    .filter((char) => !hasInvisible(char) && char !== "␀")
    .join("")
    .trim();
  return stripped === value ? null : stripped;
}

function sideOf(value: string): string | null {
  const side = likelySide(value);
  return side && (side === "BUY" ? "C" : "V");
}

function isSale(value: string): boolean {
  return sideOf(value) === "V";
}

/** How many days another order reads. */
export function readsDay(value: string, order: DateOrder): boolean {
  return "day" in readDate(value.trim(), order);
}
