import type { Tx } from "#server/kernel/context";

export type JobCount = { queue: string; state: "waiting" | "claimed" | "done" | "stopped"; count: number };

/** Jobs by queue and state; those that ended well are forgotten after two days. */
export function countJobs(tx: Tx): Promise<JobCount[]> {
  return tx.sql<JobCount>(
    "select queue, state, count(*)::int as count from job group by queue, state order by queue, state",
  );
}

/** How long the job that is due and has waited longest has been due, in seconds; 0 when none is. */
export async function readOldestDueAgeS(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ age: number }>(
    `select greatest(0, coalesce(extract(epoch from now() - min(due_at)), 0))::float8 as age
       from job where state = 'waiting' and due_at <= now()`,
  );
  return row?.age ?? 0;
}

/** Whether a worker is on a job right now. */
export async function hasRunningJobs(tx: Tx): Promise<boolean> {
  const rows = await tx.sql(
    "select 1 as one from job where state = 'claimed' and lease_until > now() limit 1",
  );
  return rows.length > 0;
}

/** When a worker last showed itself: each writes the slots of the timetable. Null: never, or over an hour ago. */
export async function readWorkerSeenAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.sql<{ seenAt: Date | null }>(
    "select max(created_at) as \"seenAt\" from schedule_run where slot > now() - interval '1 hour'",
  );
  return row?.seenAt ?? null;
}
