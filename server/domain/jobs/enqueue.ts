import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import type { JobDeclaration } from "./define";

/**
 * Adds jobs in the caller's transaction: they exist exactly when the change that wants them does.
 * A job with the same name and key that waits already is the same job; it keeps the earlier due time,
 * and its row is locked until this commits (even where nothing about it changes), so that no worker can
 * start it before our rows are visible.
 * Call it last in a transaction.
 */
export async function enqueue<Payload>(
  tx: Tx,
  job: JobDeclaration<Payload>,
  payloads: readonly Payload[],
  options: { dueAt?: (payload: Payload) => Date } = {},
): Promise<void> {
  if (payloads.length === 0) return;
  const rows = new Map(payloads.map((payload) => [job.key(payload), payload]));
  const keys = [...rows.keys()].sort();
  const about = keys.map((key) => job.about?.(rows.get(key) as Payload) ?? {});
  await tx.sql(
    `with added as (
       insert into job (id, name, queue, key, payload, due_at, fund_id, subject_id, request_id)
       select id, $1, $2, key, payload::jsonb, coalesce(due_at, now()), fund_id, subject_id, $3
         from unnest($4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::uuid[], $9::uuid[]) as j(id, key, payload, due_at, fund_id, subject_id)
       on conflict (name, key) where state = 'waiting'
       do update set due_at = excluded.due_at where job.due_at > excluded.due_at
       returning 1)
     select pg_notify('lastro_job', '')::text from (select from added limit 1) as changed`,
    [
      job.name,
      job.queue,
      tx.requestId,
      keys.map(() => newId()),
      keys,
      keys.map((key) => JSON.stringify(job.payload.parse(rows.get(key)))),
      keys.map((key) => options.dueAt?.(rows.get(key) as Payload) ?? null),
      about.map((a) => a.fundId ?? null),
      about.map((a) => a.subjectId ?? null),
    ],
  );
}
