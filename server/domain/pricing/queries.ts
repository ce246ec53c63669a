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
