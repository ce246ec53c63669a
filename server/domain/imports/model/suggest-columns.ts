import { readAssetRef } from "./assets";
import { readDate } from "./dates";
import { type ColumnKey, columnKeys, knownNames, normaliseName } from "./header";
import { plainPoint, stripMoney } from "./number-shapes";

export type Suggestion = { readonly key: ColumnKey; readonly confidence: "similar" | "content" };

/**
 * What the fields nobody knows may mean: by a name that is nearly one of ours, else by values that only
 * one missing column could hold. Each column is suggested once, and never one that is there already.
 */
export function suggestColumns(
  fields: readonly string[],
  used: ReadonlySet<number>,
  missing: ReadonlySet<ColumnKey>,
  valuesOf: (index: number) => readonly string[],
): ReadonlyMap<number, Suggestion> {
  const found = new Map<number, Suggestion>();
  const open = new Set(missing);
  const free = [...fields.keys()].filter((index) => !used.has(index));
  const take = (index: number, key: ColumnKey | null, confidence: Suggestion["confidence"]) => {
    if (key === null || found.has(index) || !open.has(key)) return;
    found.set(index, { key, confidence });
    open.delete(key);
  };
  for (const index of free) take(index, similarKey(normaliseName(fields[index] ?? ""), open), "similar");
  for (const index of free) take(index, keyByContent(valuesOf(index), open), "content");
  return found;
}

function similarKey(name: string, open: ReadonlySet<ColumnKey>): ColumnKey | null {
  if (name.length < 3) return null;
  let best: { key: ColumnKey; distance: number } | null = null;
  for (const key of columnKeys) {
    if (!open.has(key)) continue;
    for (const known of knownNames(key)) {
      const distance = holdsWords(name, known) ? 0.5 : editDistance(name, known);
      if (distance > Math.min(2, known.length / 4)) continue;
      if (best === null || distance < best.distance) best = { key, distance };
    }
  }
  return best?.key ?? null;
}

/** `data_da_operacao_fundo` holds `data` and `operacao` in that order. */
function holdsWords(name: string, known: string): boolean {
  if (known.length < 4) return false;
  const words = name.split("_");
  let at = 0;
  for (const word of known.split("_")) {
    at = words.indexOf(word, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const sides = /^(c|v|compra|venda|buy|sell)$/i;
const fund = /^(\d{2}\.?\d{3}\.?\d{3}\/?\d{4}-?\d{2}|[A-Z0-9][A-Z0-9_-]{1,31})$/;

/** The one open column whose values these can be; null when there is none or more than one. */
function keyByContent(values: readonly string[], open: ReadonlySet<ColumnKey>): ColumnKey | null {
  const filled = values.map((value) => value.trim()).filter((value) => value !== "");
  if (filled.length === 0) return null;
  const most = (holds: (value: string) => boolean) => filled.filter(holds).length >= filled.length * 0.9;
  if (most((value) => sides.test(value))) return open.has("side") ? "side" : null;
  if (most((value) => "day" in readDate(value))) return open.has("operationOn") ? "operationOn" : null;
  const isNumber = most(
    (value) => plainPoint.test(stripMoney(value)) || /^[\d.,]+%?$/.test(stripMoney(value)),
  );
  if (isNumber) {
    const isSmall = most((value) => /^0([.,]\d+)?$|%$/.test(value));
    if (isSmall) return open.has("rate") ? "rate" : null;
    return open.has("quantity") && !open.has("informedUnitPrice") ? "quantity" : null;
  }
  const distinct = new Set(filled);
  const isFund = distinct.size <= Math.max(1, filled.length / 10) && most((value) => fund.test(value));
  if (isFund && open.has("fund")) return "fund";
  if (most((value) => readAssetRef(value) !== null && /\d/.test(value) && /[A-Za-z/]/.test(value))) {
    if (distinct.size === filled.length && filled.length > 5 && open.has("externalId")) return null;
    return open.has("asset") ? "asset" : null;
  }
  return null;
}

/** Levenshtein, for short names. */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
