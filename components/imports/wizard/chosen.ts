import type { ColumnField, Diagnosis, Reading } from "../answers";

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
    columns,
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
