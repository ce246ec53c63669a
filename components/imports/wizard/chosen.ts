import { valueKey } from "#server/domain/imports/browser";
import type { ColumnField, Diagnosis, Reading, WordMeanings } from "../answers";

type Column = Diagnosis["columns"][number];
type Field = NonNullable<Column["field"]>;

/** A diagnosis with a person's choices over it, shown before the next diagnosis has come. */
export function withChoices(diagnosis: Diagnosis, reading: Reading): Diagnosis {
  const chosen = (name: string): ColumnField | undefined => reading.columns?.[name];
  const columns = diagnosis.columns.map((column): Column => {
    const field = chosen(column.name);
    if (field === undefined) return column;
    const meaning = field === "ignore" ? null : (field as Field);
    return meaning === column.field ? column : { ...column, field: meaning, confidence: "chosen" };
  });
  const filled = new Set(columns.map(({ field }) => field));
  return {
    ...diagnosis,
    encoding: { ...diagnosis.encoding, chosen: reading.encoding ?? diagnosis.encoding.chosen },
    delimiter: { ...diagnosis.delimiter, chosen: reading.delimiter ?? diagnosis.delimiter.chosen },
    decimal: { ...diagnosis.decimal, chosen: reading.decimal ?? diagnosis.decimal.chosen },
    dates: { ...diagnosis.dates, chosen: reading.dateOrder ?? diagnosis.dates.chosen },
    header: { ...diagnosis.header, line: reading.headerLine ?? diagnosis.header.line },
    columns,
    values: diagnosis.values.map((column) => withMeanings(column, reading.values)),
    missing: diagnosis.missing.filter((key) => !filled.has(key)),
  };
}

/** What was guessed from names and values is only taken when a person goes on with it in sight. */
export function suggestedColumns(diagnosis: Diagnosis | undefined): Record<string, ColumnField> {
  const guessed = diagnosis?.columns.filter(
    ({ field, confidence }) => field !== null && (confidence === "similar" || confidence === "content"),
  );
  return Object.fromEntries((guessed ?? []).map(({ name, field }) => [name, field as ColumnField]));
}

type Values = Diagnosis["values"][number];
type Meaning = NonNullable<Values["words"][number]["meaning"]> | "reject";

function withMeanings(column: Values, meanings: WordMeanings | undefined): Values {
  const said: Readonly<Record<string, Meaning>> = meanings?.[column.field] ?? {};
  const words = column.words.map((each) => {
    const meaning = said[valueKey(each.word)];
    if (meaning === undefined) return each;
    return { ...each, meaning: meaning === "reject" ? null : meaning, source: "chosen" as const };
  });
  return { ...column, words };
}

/** What words most likely mean, taken like {@link suggestedColumns}; what was `said` counts more. */
export function suggestedMeanings(
  diagnosis: Diagnosis | undefined,
  said: WordMeanings | undefined,
): WordMeanings {
  const merged: Partial<Record<Values["field"], Record<string, Meaning>>> = { ...said };
  for (const { field, words } of diagnosis?.values ?? []) {
    const guessed = words.flatMap(({ word, meaning, source }) =>
      source === "similar" && meaning !== null ? [[valueKey(word), meaning] as const] : [],
    );
    if (guessed.length > 0) merged[field] = { ...Object.fromEntries(guessed), ...said?.[field] };
  }
  return merged as WordMeanings;
}
