import { assetClasses } from "#server/kernel/ports";

/**
 * Columns that hold one of a few words, and what a word of theirs can be said to mean: `none` leaves the
 * field empty, `reject` the line out.
 */
export const valueMeanings = {
  side: ["BUY", "SELL", "reject"],
  assetClass: [...assetClasses, "none", "reject"],
} as const;
export type ValueColumn = keyof typeof valueMeanings;
export type Meaning<Column extends ValueColumn = ValueColumn> = (typeof valueMeanings)[Column][number];
export const valueColumns = ["side", "assetClass"] as const satisfies readonly ValueColumn[];

/** Column → word as {@link valueKey} writes it → what it means. Plain data, kept with the upload and its layout. */
export type ValueMeanings = {
  readonly [Column in ValueColumn]?: Readonly<Record<string, Meaning<Column>>> | undefined;
};

/** The same for a word however it is cased and whatever blanks are around it. */
export function valueKey(text: string): string {
  return text.trim().normalize("NFC").toUpperCase().slice(0, 200);
}

export function meaningOf<Said extends Meaning>(
  meanings: Readonly<Record<string, Said>>,
  text: string,
): Said | null {
  const key = valueKey(text);
  return Object.hasOwn(meanings, key) ? (meanings[key] ?? null) : null;
}

/** What was said later over what was said before; undefined when nothing was said at all. */
export function mergeMeanings(
  before: ValueMeanings | undefined,
  after: ValueMeanings | undefined,
): ValueMeanings | undefined {
  const merged = valueColumns.flatMap((column) => {
    const meanings = { ...before?.[column], ...after?.[column] };
    return Object.keys(meanings).length > 0 ? [[column, meanings] as const] : [];
  });
  return merged.length > 0 ? (Object.fromEntries(merged) as ValueMeanings) : undefined;
}
