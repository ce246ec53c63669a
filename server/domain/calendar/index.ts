import type { CalendarOverrides } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";

/** Days on which two people overruled the ANBIMA calendar. */
export async function readCalendar(tx: Tx): Promise<CalendarOverrides> {
  const rows = await tx.sql<{ day: string; isBusinessDay: boolean }>(
    `select day::text, is_business_day as "isBusinessDay" from calendar_override`,
  );
  return new Map(rows.map((row) => [row.day, row.isBusinessDay]));
}
