export type DateReading = { readonly day: string } | { readonly problem: "DATE_FORMAT" | "DATE_IMPOSSIBLE" };

/** Which of day, month and year comes first where a date is not written in ISO. */
export const dateOrders = ["dmy", "ymd", "mdy"] as const;
export type DateOrder = (typeof dateOrders)[number];

type Format = { pattern: RegExp; order: readonly [year: number, month: number, day: number] };

const iso: Format = { pattern: /^(\d{4})-(\d{2})-(\d{2})$/, order: [1, 2, 3] };
const shapes = [
  /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})$/,
  /^(\d{1,2})-(\d{1,2})-(\d{4})$/,
  /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/,
  /^(\d{2})(\d{2})(\d{4}|\d{2})$/,
];
const formatsOf: Readonly<Record<DateOrder, readonly Format[]>> = {
  dmy: [iso, ...shapes.map((pattern): Format => ({ pattern, order: [3, 2, 1] }))],
  mdy: [iso, ...shapes.map((pattern): Format => ({ pattern, order: [3, 1, 2] }))],
  ymd: [iso, { pattern: /^(\d{4})([/.]?)(\d{1,2})\2(\d{1,2})$/, order: [1, 3, 4] }],
};

/**
 * Reads a calendar day as Brazilian files write it: ISO, or day before month, never month before day
 * unless a person says so; two-digit years fall in 1970–2069.
 */
export function readDate(text: string, dateOrder: DateOrder = "dmy"): DateReading {
  for (const { pattern, order } of formatsOf[dateOrder]) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [year, month, day] = order.map((group) => match[group] as string) as [string, string, string];
    return checkDay(fullYear(year), Number(month), Number(day));
  }
  return { problem: "DATE_FORMAT" };
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

function checkDay(year: number, month: number, day: number): DateReading {
  const isPossible = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isPossible) return { problem: "DATE_IMPOSSIBLE" };
  return { day: `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** `2026-07-15` → `15/07/2026`. */
export function brazilianDay(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}
