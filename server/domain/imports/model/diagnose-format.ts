import { type DateOrder, readDate } from "./dates";
import {
  type DecimalStyles,
  decideDecimalStyles,
  decimalStylesOf,
  type NumericColumn,
  numericColumns,
} from "./decimal-style";
import type { Delimiter } from "./delimiter";
import type { ColumnKey } from "./header";
import { commaOrThousand, pointOrThousand, stripMoney } from "./number-shapes";
import type { Reading } from "./reading";

export type DiagnosedDecimals = { chosen: "," | "."; samples: string[]; isAmbiguous: boolean };

export type DiagnosedDates = {
  chosen: DateOrder;
  samples: string[];
  /** Values that two orders read as different days. */
  ambiguous: number;
  /** Another order that reads values which the chosen one cannot. */
  suggested: DateOrder | null;
};

type Indexes = Readonly<Partial<Record<ColumnKey, number>>>;
const samplesShown = 5;

/** What commas and points mean, and whether numbers leave it open. */
export function diagnoseDecimals(
  indexes: Indexes,
  records: readonly string[][],
  reading: Reading | undefined,
  delimiter: Delimiter,
): DiagnosedDecimals {
  const valuesOf = (column: NumericColumn) => {
    const index = indexes[column];
    return index === undefined
      ? []
      : records.map((record) => record[index] ?? "").filter((value) => value !== "");
  };
  const samples = Object.fromEntries(numericColumns.map((column) => [column, valuesOf(column)])) as Record<
    NumericColumn,
    string[]
  >;
  const isDoubtful = (value: string) => {
    const text = stripMoney(value);
    return pointOrThousand.test(text) || commaOrThousand.test(text);
  };
  const styles: DecimalStyles = reading?.decimal
    ? decimalStylesOf(reading.decimal)
    : decideDecimalStyles(samples, delimiter === ",");
  const written = numericColumns.filter((column) => samples[column].some((value) => /[.,]/.test(value)));
  const english = written.filter((column) => styles[column].style === "US");
  const doubtful = numericColumns.flatMap((column) =>
    styles[column].isSettled ? [] : samples[column].filter(isDoubtful),
  );
  const shown = [
    ...doubtful,
    ...written.flatMap((column) => samples[column].filter((value) => /[.,]/.test(value)).slice(0, 2)),
  ];
  return {
    chosen: reading?.decimal ?? (english.length > 0 && english.length * 2 >= written.length ? "." : ","),
    samples: [...new Set(shown)].slice(0, samplesShown),
    isAmbiguous: doubtful.length > 0,
  };
}

/** Which of day, month and year comes first, and what speaks against it. */
export function diagnoseDates(
  indexes: Indexes,
  records: readonly string[][],
  chosen: DateOrder | undefined,
): DiagnosedDates {
  const values = (["operationOn", "settlementOn"] as const).flatMap((key) => {
    const index = indexes[key];
    return index === undefined
      ? []
      : records.map((record) => record[index]?.trim() ?? "").filter((value) => value !== "");
  });
  const order = chosen ?? "dmy";
  const reads = (value: string, as: DateOrder) => "day" in readDate(value, as);
  const failing = values.filter((value) => !reads(value, order));
  const other = (["mdy", "dmy", "ymd"] as const).find(
    (each) =>
      each !== order &&
      failing.length > 0 &&
      failing.filter((value) => reads(value, each)).length > failing.length / 2,
  );
  const isIso = values.length > 0 && values.every((value) => /^\d{4}-\d{2}-\d{2}$/.test(value));
  return {
    chosen: chosen ?? (isIso ? "ymd" : "dmy"),
    samples: [...new Set(values)].slice(0, samplesShown),
    ambiguous: values.filter((value) => isAmbiguousDay(value)).length,
    suggested: other ?? null,
  };
}

function isAmbiguousDay(value: string): boolean {
  const [dmy, mdy] = [readDate(value, "dmy"), readDate(value, "mdy")];
  return "day" in dmy && "day" in mdy && dmy.day !== mdy.day;
}
