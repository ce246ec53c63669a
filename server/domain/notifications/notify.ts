import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";

export type NotificationRequest = { kind: string; subjectId: string; userId: string };

/** Registers notifications, one per kind, subject and person for ever. @returns ids of the new ones */
export async function notify(tx: Tx, requests: readonly NotificationRequest[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `insert into notification (id, kind, dedupe_key, user_id, subject_id)
     select id, kind, kind || ':' || subject || ':' || person, person, subject
       from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as n(id, kind, subject, person)
     on conflict (dedupe_key) do nothing returning id`,
    [
      requests.map(() => newId()),
      requests.map((r) => r.kind),
      requests.map((r) => r.subjectId),
      requests.map((r) => r.userId),
    ],
  );
  return rows.map((row) => row.id);
}
