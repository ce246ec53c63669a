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
