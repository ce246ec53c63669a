import type { Tx } from "#server/kernel/context";

export type SubjectEvent = {
  id: string;
  seq: bigint;
  at: Date;
  action: string;
  actorKind: string;
  /** The person's name, or the name of the job or part of the system. */
  actorName: string;
  reason: string | null;
  before: unknown;
  after: unknown;
};

/** What happened to one subject, oldest first; row-level security keeps other funds' events out. */
export async function listEventsOf(tx: Tx, subjectId: string, limit = 200): Promise<SubjectEvent[]> {
  const rows = await tx.sql<Omit<SubjectEvent, "reason" | "before" | "after"> & { canonical: string }>(
    `select e.id, e.seq, e.at, e.action, e.actor_kind as "actorKind", coalesce(u.name, e.actor_id) as "actorName",
            convert_from(e.canonical, 'UTF8') as canonical
       from audit_event e left join app_user u on e.actor_kind = 'user' and u.id::text = e.actor_id
      where e.subject_id = $1 order by e.seq limit $2`,
    [subjectId, limit],
  );
  return rows.map(({ canonical, ...row }) => {
    const { before, after, reason } = JSON.parse(canonical) as {
      before: unknown;
      after: unknown;
      reason: string | null;
    };
    return { ...row, before, after, reason };
  });
}
