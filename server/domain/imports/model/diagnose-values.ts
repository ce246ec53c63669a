import { readAssetClass } from "./assets";
import type { ColumnKey } from "./header";
import type { Reading } from "./reading";
import { knownSide, likelySide } from "./sides";
import { type Meaning, meaningOf, type ValueColumn, valueColumns, valueKey } from "./value-meanings";

/** The words of one column and what each becomes. */
export type DiagnosedValues = {
  field: ValueColumn;
  /** The column's name as the file writes it. */
  column: string;
  /** Those that nobody knows first, then by how many lines have them. */
  words: DiagnosedWord[];
  /** Words beyond those shown. */
  more: number;
};

export type DiagnosedWord = {
  word: string;
  /** Lines of the sample with it; 0 for one that was only met beyond it. */
  count: number;
  /** null: the line is rejected. */
  meaning: Exclude<Meaning, "reject"> | null;
  source: "known" | "similar" | "chosen" | "remembered" | null;
};

/** Words by column that are in no line of the sample. */
export type StrayWords = Readonly<Partial<Record<ValueColumn, readonly string[]>>>;

const wordsShown = 50;
/** So large a share of lines without a meaning is a question to the person; a smaller one is bad lines. */
const questionShare = 0.1;

type Options = {
  /** What holds now: what a person says and, below it, what is remembered. */
  readonly reading?: Reading | undefined;
  /** What a person says. */
  readonly chosen?: Reading | undefined;
  readonly strays?: StrayWords | undefined;
};

/** What the words of each column with few words mean, as known, as said, or as they look. */
export function diagnoseValues(
  names: readonly string[],
  indexes: Readonly<Partial<Record<ColumnKey, number>>>,
  records: readonly (readonly string[])[],
  options: Options,
): DiagnosedValues[] {
  return valueColumns.flatMap((field) => {
    const index = indexes[field];
    if (index === undefined) return [];
    const found = countWords(records.map((record) => record[index] ?? ""));
    for (const stray of options.strays?.[field] ?? []) {
      if (!found.has(valueKey(stray))) found.set(valueKey(stray), { word: stray.trim(), count: 0 });
    }
    const words = [...found.values()].map((each) => judgeWord(field, each, options)).sort(byNeed);
    if (words.length === 0) return [];
    const shown = words.slice(0, wordsShown);
    return [{ field, column: names[index] ?? "", words: shown, more: words.length - shown.length }];
  });
}

/** Whether so many lines have a word without a sure meaning that it should be asked before they are read. */
export function isQuestion({ words }: DiagnosedValues): boolean {
  const lines = words.reduce((sum, { count }) => sum + count, 0);
  const open = words.filter(({ source }) => source === null || source === "similar");
  return open.reduce((sum, { count }) => sum + count, 0) >= Math.max(1, lines * questionShare);
}

function countWords(values: readonly string[]): Map<string, { word: string; count: number }> {
  const found = new Map<string, { word: string; count: number }>();
  for (const value of values) {
    const key = valueKey(value);
    if (key === "") continue;
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { word: value.trim().slice(0, 200), count: 1 });
  }
  return found;
}

function judgeWord(
  field: ValueColumn,
  { word, count }: { word: string; count: number },
  { reading, chosen }: Options,
): DiagnosedWord {
  const said = meaningOf<Meaning>(reading?.values?.[field] ?? {}, word);
  if (said !== null) {
    const isChosen = meaningOf<Meaning>(chosen?.values?.[field] ?? {}, word) !== null;
    const meaning = said === "reject" ? null : said;
    return { word, count, meaning, source: isChosen ? "chosen" : "remembered" };
  }
  const known = field === "side" ? knownSide(word) : readAssetClass(word);
  if (known !== null) return { word, count, meaning: known, source: "known" };
  const likely = field === "side" ? likelySide(word) : null;
  return { word, count, meaning: likely, source: likely ? "similar" : null };
}

function byNeed(a: DiagnosedWord, b: DiagnosedWord): number {
  const need = ({ source }: DiagnosedWord) => (source === null ? 0 : source === "similar" ? 1 : 2);
  return need(a) - need(b) || b.count - a.count || (a.word < b.word ? -1 : 1);
}
