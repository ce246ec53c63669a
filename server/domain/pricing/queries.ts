import type { Tx } from "#server/kernel/context";

export type ServiceHealth = {
  service: string;
  isOpen: boolean;
  consecutiveFailures: number;
  calls: number;
  failures: number;
};

/** The breaker of each outside service and what was counted of its calls since the beginning. */
export function listServiceHealth(tx: Tx): Promise<ServiceHealth[]> {
  return tx.sql<ServiceHealth>(
    `select service, state = 'OPEN' as "isOpen", consecutive_failures as "consecutiveFailures",
            calls::float8 as calls, failures::float8 as failures
       from service_health order by service`,
  );
}

/** How many of the lists that were asked for on those days have not come yet. */
export async function countPriceRequests(
  tx: Tx,
  days: readonly string[],
): Promise<{ asked: number; waiting: number }> {
  const [row] = await tx.sql<{ asked: number; waiting: number }>(
    `select count(*)::int as asked, count(*) filter (where state = 'WAITING')::int as waiting
       from price_request where price_on = any ($1::date[])`,
    [days],
  );
  return row ?? { asked: 0, waiting: 0 };
}

export type ServiceMinute = { minute: Date; calls: number; failures: number };

/** Calls of a service minute by minute, oldest first; minutes without calls are there with zeros. */
export function listServiceMinutes(
  tx: Tx,
  input: { service: string; minutes: number },
): Promise<ServiceMinute[]> {
  return tx.sql<ServiceMinute>(
    `select g.minute, coalesce(m.calls, 0)::int as calls, coalesce(m.failures, 0)::int as failures
       from generate_series(date_trunc('minute', now()) - ($2::int - 1) * interval '1 minute',
                            date_trunc('minute', now()), interval '1 minute') as g(minute)
       left join service_minute m on m.service = $1 and m.minute = g.minute
      order by g.minute`,
    [input.service, input.minutes],
  );
}

export type PriceSourceHealth = {
  isOpen: boolean;
  openedAt: Date | null;
  probeAt: Date | null;
  /** In the last five minutes. */
  calls: number;
  failures: number;
  /** Lists that were asked for and have not come; the oldest of them since. */
  waitingLists: number;
  waitingSince: Date | null;
};

/** How the price source is doing now. */
export async function getPriceSourceHealth(tx: Tx, service: string): Promise<PriceSourceHealth> {
  const [row] = await tx.sql<PriceSourceHealth>(
    `select coalesce(h.state = 'OPEN', false) as "isOpen", h.opened_at as "openedAt", h.probe_at as "probeAt",
            coalesce(m.calls, 0)::int as calls, coalesce(m.failures, 0)::int as failures,
            w.count::int as "waitingLists", w.since as "waitingSince"
       from (select count(*) as count, min(first_asked_at) as since from price_request where state = 'WAITING') w
       left join service_health h on h.service = $1
       left join lateral (select sum(calls) as calls, sum(failures) as failures from service_minute
                           where service = $1 and minute > now() - interval '5 minutes') m on true`,
    [service],
  );
  return row!;
}
