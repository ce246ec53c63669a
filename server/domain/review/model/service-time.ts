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

/** A day with the service seconds of all days before it, and the instants between which its own count. */
export type ServiceDay = {
  readonly day: string;
  readonly beforeS: number;
  readonly opensAt: Date;
  readonly closesAt: Date;
};

/**
 * Every day from one to another, both included, so that the business time between two instants is the
 * difference of two look-ups. A day off opens and closes at once.
 */
export function serviceDays(
  from: string,
  until: string,
  hours: ServiceHours = serviceHours,
  overrides?: CalendarOverrides,
): ServiceDay[] {
  const days: ServiceDay[] = [];
  let beforeS = 0;
  for (let day = from; day <= until; day = addDays(day, 1)) {
    const opensAt = localInstant(day, hours.from);
    const closesAt = isBusinessDay(day, overrides) ? localInstant(day, hours.until) : opensAt;
    days.push({ day, beforeS, opensAt, closesAt });
    beforeS += (closesAt.getTime() - opensAt.getTime()) / 1000;
  }
  return days;
}
