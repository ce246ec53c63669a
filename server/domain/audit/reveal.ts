import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { recordEvents } from "./record";

/**
 * The personal values that one event binds, for somebody who says why; that they looked is an event.
 * @throws `audit.not_found` also when it binds none (any more)
 */
export async function revealPersonal(
  tx: Tx,
  { eventId, reason }: { eventId: string; reason: string },
): Promise<Record<string, string>> {
  const [event] = await tx.sql<{ fundId: string | null }>(
    `select fund_id as "fundId" from audit_event where id = $1`,
    [eventId],
  );
  const rows = await tx.sql<{ field: string; value: string }>(
    "select field, value from audit_personal where event_id = $1 and value is not null order by field",
    [eventId],
  );
  if (!event || rows.length === 0) throw new DomainError("audit.not_found");
  await recordEvents(tx, [
    {
      action: "audit.reveal",
      subjectType: "audit_event",
      subjectId: eventId,
      fundId: event.fundId,
      after: { fields: rows.map((row) => row.field) },
      reason,
    },
  ]);
  return Object.fromEntries(rows.map(({ field, value }) => [field, value]));
}
