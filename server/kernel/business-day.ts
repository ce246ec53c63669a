import { localInstant } from "./local-time";

export { localDay, localInstant } from "./local-time";

/** Days declared business days or not by two people, over the computed calendar: day → is business day. */
export type CalendarOverrides = ReadonlyMap<string, boolean>;

const DAY_MS = 86_400_000;

/** Whether the text is a calendar day `YYYY-MM-DD` that exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayAt(Date.parse(`${text}T00:00:00Z`)) === text;
}

/** The calendar day `days` later (earlier when negative). */
export function addDays(day: string, days: number): string {
  return dayAt(timeOf(day) + days * DAY_MS);
}

/**
 * Whether markets work that day by the ANBIMA calendar: no weekend, national holiday, Carnival, Good
 * Friday, Corpus Christi or, since 2024, 20 November. Source: ANBIMA.cal, reproduced by the rule 2001–2078.
 */
export function isBusinessDay(day: string, overrides?: CalendarOverrides): boolean {
  return overrides?.get(day) ?? isComputedBusinessDay(day);
}

/**
 * The nth business day strictly after the day, or before it when n is negative. With 0: the day itself
 * if it is a business day, else the next one.
 */
export function addBusinessDays(day: string, n: number, overrides?: CalendarOverrides): string {
  if (n === 0) return isBusinessDay(day, overrides) ? day : addBusinessDays(day, 1, overrides);
  const step = n < 0 ? -1 : 1;
  let current = day;
  for (let left = Math.abs(n); left > 0; ) {
    current = addDays(current, step);
    if (isBusinessDay(current, overrides)) left--;
  }
  return current;
}

/** The last business day strictly before the day. */
export function previousBusinessDay(day: string, overrides?: CalendarOverrides): string {
  return addBusinessDays(day, -1, overrides);
}

/**
 * Business days after `from` up to and including `to`: how many business days old `from` is on `to`.
 * Negative when `to` is earlier. Cost grows with the years between, not the days.
 */
export function businessDaysBetween(from: string, to: string, overrides?: CalendarOverrides): number {
  if (from > to) return -businessDaysBetween(to, from, overrides);
  let count = weekdaysThrough(to) - weekdaysThrough(from);
  for (let year = yearOf(from); year <= yearOf(to); year++) {
    for (const holiday of holidaysOf(year)) {
      if (holiday > from && holiday <= to && !isWeekend(holiday)) count--;
    }
  }
  for (const [day, isOpen] of overrides ?? []) {
    if (day > from && day <= to) count += Number(isOpen) - Number(isComputedBusinessDay(day));
  }
  return count;
}

/** When ANBIMA publishes the day's prices at the earliest: 20h in São Paulo of that same day. */
export function publicationAt(day: string): Date {
  // Asked once an operation, of few days; the time zone's own arithmetic is slow.
  let time = publicationTimes.get(day);
  if (time === undefined) {
    time = localInstant(day, "20:00").getTime();
    if (publicationTimes.size >= 1_000) publicationTimes.clear();
    publicationTimes.set(day, time);
  }
  return new Date(time);
}

const publicationTimes = new Map<string, number>();

function isComputedBusinessDay(day: string): boolean {
  return !isWeekend(day) && !holidaysOf(yearOf(day)).has(day);
}

const holidaysByYear = new Map<number, ReadonlySet<string>>();

function holidaysOf(year: number): ReadonlySet<string> {
  const known = holidaysByYear.get(year);
  if (known !== undefined) return known;
  const prefix = String(year).padStart(4, "0");
  const fixed = ["01-01", "04-21", "05-01", "09-07", "10-12", "11-02", "11-15", "12-25"];
  if (year >= 2024) fixed.push("11-20");
  const easter = easterOf(year);
  const moving = [-48, -47, -2, 60].map((days) => addDays(easter, days));
  const holidays = new Set([...fixed.map((monthDay) => `${prefix}-${monthDay}`), ...moving]);
  holidaysByYear.set(year, holidays);
  return holidays;
}

/** Easter Sunday, Gregorian computus (Meeus, Jones and Butcher). */
function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const dayOfMonth = (h + l - 7 * m + 33 * month + 19) % 32;
  const pad = (value: number, width: number) => String(value).padStart(width, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
}

/** Mondays to Fridays from the epoch's week through the day; only differences mean anything. */
function weekdaysThrough(day: string): number {
  // Monday 1969-12-29 is day 0 of the count.
  const days = timeOf(day) / DAY_MS + 3;
  const weeks = Math.floor(days / 7);
  return weeks * 5 + Math.min(days - weeks * 7 + 1, 5);
}

function isWeekend(day: string): boolean {
  const weekday = new Date(timeOf(day)).getUTCDay();
  return weekday === 0 || weekday === 6;
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** @throws RangeError when the text is no calendar day */
function timeOf(day: string): number {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) throw new RangeError(`not a calendar day: ${day}`);
  return time;
}

function dayAt(time: number): string {
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 10);
}
