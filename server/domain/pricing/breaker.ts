import type { Tx } from "#server/kernel/context";

/** Failures in a row that open the breaker, and how long it keeps everybody but one probe away. */
const failuresToOpen = 8;
const probeEveryMs = 5_000;

export type Passage = { pass: true } | { pass: false; retryInMs: number };

/**
 * The breaker in front of an outside service, in the database so that all workers share it. Open, it
 * lets one caller through every five seconds; that one's success closes it.
 */
export async function askPassage(tx: Tx, service: string): Promise<Passage> {
  const [row] = await tx.sql<{ state: string; waitMs: number }>(
    `select state, extract(epoch from probe_at - now())::float8 * 1000 as "waitMs" from service_health where service = $1`,
    [service],
  );
  if (!row || row.state === "CLOSED") return { pass: true };
  const probe = await tx.sql(
    `update service_health set probe_at = now() + $2 * interval '1 millisecond'
      where service = $1 and state = 'OPEN' and probe_at <= now() returning 1`,
    [service, probeEveryMs],
  );
  return probe.length > 0 ? { pass: true } : { pass: false, retryInMs: Math.max(250, row.waitMs) };
}

/** Counts calls and closes the breaker. @returns true when the service was failing before. */
export async function recordSuccess(tx: Tx, service: string, calls: number): Promise<boolean> {
  const [row] = await tx.sql<{ wasFailing: boolean }>(
    `with health as (
       insert into service_health as h (service, calls, failures) values ($1, $2::int, $3::int)
       on conflict (service) do update
          set calls = h.calls + $2::int, failures = h.failures + $3::int, state = 'CLOSED', opened_at = null,
              probe_at = null, consecutive_failures = 0, updated_at = now()
       returning (select consecutive_failures > 0 or state = 'OPEN' from service_health where service = $1) as "wasFailing"
     ), ${countMinute}
     select "wasFailing" from health`,
    [service, calls, calls - 1],
  );
  return row?.wasFailing ?? false;
}

/** Counts a failed attempt and opens the breaker when there were too many in a row. */
export async function recordFailure(tx: Tx, service: string, calls: number, code: string): Promise<void> {
  await tx.sql(
    `with health as (
       insert into service_health as h (service, calls, failures, consecutive_failures, last_error)
       values ($1, $2::int, $3::int, 1, $4)
       on conflict (service) do update
          set calls = h.calls + $2::int, failures = h.failures + $3::int, consecutive_failures = h.consecutive_failures + 1,
              last_error = $4, updated_at = now(),
              state = case when h.consecutive_failures + 1 >= $5 then 'OPEN' else h.state end,
              opened_at = case when h.consecutive_failures + 1 >= $5 then coalesce(h.opened_at, now()) end,
              probe_at = case when h.consecutive_failures + 1 >= $5
                              then greatest(coalesce(h.probe_at, now()), now() + $6 * interval '1 millisecond') end
       returning 1
     ), ${countMinute}
     select 1 from health`,
    [service, calls, calls, code, failuresToOpen, probeEveryMs],
  );
}

/** Beside the breaker's row, in one statement: both rows are everybody's, and are held until the commit. */
const countMinute = `counted as (
       insert into service_minute as m (service, minute, calls, failures)
       select $1, date_trunc('minute', now()), $2::int, $3::int from health
       on conflict (service, minute) do update
          set calls = m.calls + excluded.calls, failures = m.failures + excluded.failures)`;
