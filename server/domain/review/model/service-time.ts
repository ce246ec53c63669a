import {
  addDays,
  type CalendarOverrides,
  isBusinessDay,
  localDay,
  localInstant,
} from "#server/kernel/business-day";

/** Hours of São Paulo in which somebody decides, `HH:MM`. */
export type ServiceHours = { readonly from: string; readonly until: string };
export const serviceHours: ServiceHours = { from: "09:00", until: "18:00" };

/**
 * The instant by which an item should be decided: so many minutes of business time after it came, counted
 * only on business days (ANBIMA calendar) between the hours. What comes at night begins in the morning.
 */
export function dueAfter(
  from: Date,
  minutes: number,
  hours: ServiceHours = serviceHours,
  overrides?: CalendarOverrides,
): Date {
  let leftMs = minutes * 60_000;
  let day = localDay(from);
  let at = from.getTime();
  for (;;) {
    if (isBusinessDay(day, overrides)) {
      const opens = localInstant(day, hours.from).getTime();
      const closes = localInstant(day, hours.until).getTime();
      const start = Math.max(at, opens);
      if (start < closes) {
        if (leftMs <= closes - start) return new Date(start + leftMs);
        leftMs -= closes - start;
      }
    }
    day = addDays(day, 1);
    at = localInstant(day, "00:00").getTime();
  }
}
