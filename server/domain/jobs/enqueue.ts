import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import type { JobDeclaration } from "./define";

/**
 * Adds jobs in the caller's transaction: they exist exactly when the change that wants them does.
 * A job with the same name and key that waits already is the same job; it keeps the earlier due time,
 * and its row is locked until this commits, so that no worker can start it before our rows are visible.
 * Call it last in a transaction.
 */
export async function enqueue<Payload>(
  tx: Tx,
  job: JobDeclaration<Payload>,
  payloads: readonly Payload[],
  options: { dueAt?: Date } = {},
): Promise<void> {
  if (payloads.length === 0) return;
  const rows = new Map(payloads.map((payload) => [job.key(payload), job.payload.parse(payload)]));
  const keys = [...rows.keys()].sort();
  const about = keys.map((key) => job.about?.(rows.get(key) as Payload) ?? {});
  await tx.sql(
    `with added as (
       insert into job (id, name, queue, key, payload, due_at, fund_id, subject_id, request_id)
       select id, $1, $2, key, payload::jsonb, coalesce($3::timestamptz, now()), fund_id, subject_id, $4
         from unnest($5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::uuid[]) as j(id, key, payload, fund_id, subject_id)
       on conflict (name, key) where state = 'waiting'
       do update set due_at = least(job.due_at, excluded.due_at)
       returning 1)
     select 1 from (select pg_notify('lastro_job', ''), count(*) from added) as n`,
    [
      job.name,
      job.queue,
      options.dueAt ?? null,
      tx.requestId,
      keys.map(() => newId()),
      keys,
      keys.map((key) => JSON.stringify(rows.get(key))),
      about.map((a) => a.fundId ?? null),
      about.map((a) => a.subjectId ?? null),
    ],
  );
}
