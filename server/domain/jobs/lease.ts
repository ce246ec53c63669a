import type { Sql } from "#server/kernel/context";

export type Claimed = { id: string; name: string; token: bigint };
export type Started = { name: string; payload: unknown; attempts: number; requestId: string | null };

/**
 * Claims up to `limit` due jobs of one queue for `leaseMs`, and those whose lease ran out. A job whose
 * transaction is still open is skipped: it holds its row. So is one whose twin (same name and key) runs:
 * it has its turn afterwards, instead of waiting for the same locks.
 */
export async function claimJobs(
  sql: Sql,
  input: { queue: string; worker: string; limit: number; leaseMs: number },
): Promise<Claimed[]> {
  return await sql<Claimed>(
    `with due as (
       select id from job where queue = $1 and state = 'waiting' and due_at <= now()
          and not exists (select 1 from job twin where twin.name = job.name and twin.key = job.key
                             and twin.state = 'claimed' and twin.lease_until >= now())
        order by due_at, id limit $2 for update skip locked
     ), expired as (
       select id from job where queue = $1 and state = 'claimed' and lease_until < now()
        limit $2 for update skip locked
     )
     update job set state = 'claimed', lease_token = lease_token + 1, leased_by = $3, started_at = null,
            lease_until = now() + $4 * interval '1 millisecond'
       from (select id from due union all select id from expired) as mine where job.id = mine.id
     returning job.id, job.name, job.lease_token as token`,
    [input.queue, input.limit, input.worker, input.leaseMs],
  );
}

/** Takes a delivered job up, once for each claim: null when the token is stale or somebody started it. */
export async function startJob(
  sql: Sql,
  input: { id: string; token: bigint; worker: string; leaseMs: number },
): Promise<Started | null> {
  const rows = await sql<Started>(
    `update job set started_at = now(), leased_by = $3, lease_until = now() + $4 * interval '1 millisecond'
      where id = $1 and lease_token = $2 and state = 'claimed' and started_at is null
     returning name, payload, attempts, request_id as "requestId"`,
    [input.id, input.token, input.worker, input.leaseMs],
  );
  return rows[0] ?? null;
}

/** @returns false when the lease was lost meanwhile. */
export async function renewLease(
  sql: Sql,
  input: { id: string; token: bigint; leaseMs: number },
): Promise<boolean> {
  const rows = await sql(
    `update job set lease_until = now() + $3 * interval '1 millisecond'
      where id = $1 and lease_token = $2 and state = 'claimed' returning 1`,
    [input.id, input.token, input.leaseMs],
  );
  return rows.length > 0;
}

/** Gives a claimed job back undelivered: the broker did not take it. */
export async function releaseJobs(sql: Sql, claimed: readonly Claimed[], delayMs: number): Promise<void> {
  await sql(
    `update job set lease_until = now() + $3 * interval '1 millisecond'
       from unnest($1::uuid[], $2::bigint[]) as c(id, token)
      where job.id = c.id and job.lease_token = c.token and state = 'claimed' and started_at is null`,
    [claimed.map((c) => c.id), claimed.map((c) => c.token), delayMs],
  );
}

export async function completeJob(
  sql: Sql,
  input: { id: string; token: bigint; durationMs: number },
): Promise<void> {
  await sql(
    `update job set state = 'done', finished_at = now(), duration_ms = $3, lease_until = null, error_code = null, error = null
      where id = $1 and lease_token = $2 and state = 'claimed'`,
    [input.id, input.token, input.durationMs],
  );
}

/**
 * Puts a failed job back for `dueInMs` later, or ends it: `stopped` when trying again cannot help,
 * `done` when a twin with the same key waits already.
 */
export async function failJob(
  sql: Sql,
  input: {
    id: string;
    token: bigint;
    durationMs: number;
    code: string;
    error: string;
    dueInMs: number | null;
  },
): Promise<void> {
  await sql(
    `with own as (
       select id, exists (select 1 from job twin where twin.name = job.name and twin.key = job.key and twin.state = 'waiting') as has_twin
         from job where id = $1 and lease_token = $2 and state = 'claimed' for update)
     update job set attempts = attempts + 1, error_code = $3, error = $4, duration_ms = $5, lease_until = null,
            state = case when $6::float8 is null then 'stopped' when own.has_twin then 'done' else 'waiting' end,
            finished_at = case when $6::float8 is null or own.has_twin then now() end,
            due_at = now() + coalesce($6::float8, 0) * interval '1 millisecond'
       from own where job.id = own.id`,
    [input.id, input.token, input.code, input.error.slice(0, 500), input.durationMs, input.dueInMs],
  );
}

/**
 * Ends the database sessions of jobs whose lease ran out while their transaction stays open (a paused
 * worker, a stalled COPY): no timeout of PostgreSQL frees a COPY that waits for its client.
 */
export async function terminateExpired(sql: Sql): Promise<number> {
  const rows = await sql(
    `select pg_terminate_backend(a.pid) from job
       join pg_stat_activity a on a.application_name = 'job:' || job.id and a.pid <> pg_backend_pid()
      where job.state = 'claimed' and job.lease_until < now() - interval '1 second' and a.xact_start is not null`,
  );
  return rows.length;
}
