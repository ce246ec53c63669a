import type { World } from "./stack";
import { until } from "./until";

/** What still moves: files under way, operations without an end or a person, jobs due, mails unsent. */
const moving = `
  select 'upload' as what, state as how, count(*)::int as count from upload
   where state in ('SPLITTING', 'STAGING', 'ACCEPTING', 'PROCESSING') group by state
  union all
  select 'operation', wait_reason, count(*)::int from operation o
   where state = 'PENDING' and wait_reason in ('AWAITING_PRICE', 'READY')
     and not exists (select 1 from review_item r where r.subject_id = o.id and r.state = 'OPEN') group by wait_reason
  union all
  select 'job', name || ' ' || state, count(*)::int from job
   where name not like '%.sweep' and (state = 'claimed' or (state = 'waiting' and due_at <= now())) group by name, state
  union all
  select 'notification', state, count(*)::int from notification where state in ('PENDING', 'SENDING') group by state`;

export async function whatMoves(world: World): Promise<{ what: string; how: string; count: number }[]> {
  return (await world.owner.query(moving)).rows;
}

/** Waits until everything is final, in front of a person, or waits for cash or position. */
export async function untilQuiet(world: World, deadlineMs: number): Promise<void> {
  let left: unknown = null;
  await until("everything to be final or reviewed", deadlineMs, async () => {
    const rows = await whatMoves(world);
    left = rows;
    return rows.length === 0;
  }).catch((error: Error) => {
    throw new Error(`${error.message}; still moving: ${JSON.stringify(left)}`, { cause: error.cause });
  });
}

/** Jobs that came to an end, sweeps left out: how far a run is. */
export async function countDone(world: World): Promise<number> {
  const { rows } = await world.owner.query(
    "select count(*)::int as count from job where state in ('done', 'stopped') and name not like '%.sweep'",
  );
  return rows[0].count;
}

/** Jobs and database sessions at this moment: what a person needs to see why nothing moves. */
export async function describeStandstill(world: World): Promise<string> {
  const jobs = await world.owner.query(
    `select name, state, left(key, 13) as key, attempts, lease_token::int as token, leased_by as by, error_code as error,
            round(extract(epoch from due_at - now())::numeric, 1) as due, round(extract(epoch from lease_until - now())::numeric, 1) as lease,
            round(extract(epoch from now() - started_at)::numeric, 1) as running
       from job where state in ('waiting', 'claimed', 'stopped') order by state, name limit 40`,
  );
  const sessions = await world.owner.query(
    `select pid, application_name as name, state, wait_event as waits, left(regexp_replace(query, '\\s+', ' ', 'g'), 80) as query,
            round(extract(epoch from now() - xact_start)::numeric, 1) as age, pg_blocking_pids(pid) as blocked
       from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() limit 40`,
  );
  return [...jobs.rows, ...sessions.rows].map((row) => JSON.stringify(row)).join("\n");
}
