import type { Tx } from "#server/kernel/context";
import { recordEvents } from "./record";
import type { EventFilter } from "./schemas";

/** So many events read by one person within an hour are an event themselves, and so is each time as many more. */
export const largeReading = 10_000;

/** Counts what a person was shown of the log, and puts much of it on record. */
export async function countReading(tx: Tx, filter: EventFilter, events: number): Promise<void> {
  const { userId } = tx.actor;
  if (!userId || events === 0) return;
  const [row] = await tx.sql<{ events: number }>(
    `insert into audit_reading as r (user_id, hour, events) values ($1, date_trunc('hour', $2::timestamptz), $3)
     on conflict (user_id, hour) do update set events = r.events + excluded.events returning events`,
    [userId, tx.at, events],
  );
  const read = row?.events ?? 0;
  if (Math.floor(read / largeReading) === Math.floor((read - events) / largeReading)) return;
  await recordEvents(tx, [
    {
      action: "audit.read_large",
      subjectType: "audit_log",
      subjectId: logId,
      after: { events: read, filter: { ...filter } as Readonly<Record<string, string>> },
    },
  ]);
}

/** The log itself, as the subject of what is done with it. */
export const logId = "00000000-0000-0000-0000-000000000000";
