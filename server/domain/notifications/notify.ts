import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";

export type NotificationRequest = {
  kind: string;
  subjectId: string;
  userId: string;
  /** Tells one time from the next, where a person may be told of the same thing more than once. */
  occasion?: string;
};

/** Registers notifications, one per kind, subject, person and occasion for ever. @returns ids of the new ones */
export async function notify(tx: Tx, requests: readonly NotificationRequest[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `insert into notification (id, kind, dedupe_key, user_id, subject_id)
     select id, kind, concat_ws(':', kind, subject, person, occasion), person, subject
       from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[]) as n(id, kind, subject, person, occasion)
     on conflict (dedupe_key) do nothing returning id`,
    [
      requests.map(() => newId()),
      requests.map((r) => r.kind),
      requests.map((r) => r.subjectId),
      requests.map((r) => r.userId),
      requests.map((r) => r.occasion ?? null),
    ],
  );
  return rows.map((row) => row.id);
}
