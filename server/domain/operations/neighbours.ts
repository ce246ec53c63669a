import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { cursorOf, listOperations, type OperationRow } from "./list";
import type { OperationFilter, OperationOrder } from "./schemas";

export type Neighbour = { operationId: string; externalId: string };

/**
 * The operations before and after one in a list, whether or not that one still matches the list's filter.
 * @throws DomainError `operation.not_found`
 */
export async function getNeighbours(
  tx: Tx,
  input: { operationId: string; filter: OperationFilter; order: OperationOrder },
): Promise<{ previous: Neighbour | null; next: Neighbour | null }> {
  const { operationId, filter, order } = input;
  const [row] = await tx.sql<Pick<OperationRow, "operationId" | "operationOn" | "totalCents">>(
    `select id as "operationId", operation_on::text as "operationOn", total_cents as "totalCents" from operation
      where id = $1 and ($2::uuid[] is null or fund_id = any ($2))`,
    [operationId, fundScope(tx.actor)],
  );
  if (!row) throw new DomainError("operation.not_found");
  const nearest = async (isBackwards: boolean): Promise<Neighbour | null> => {
    const page = await listOperations(tx, {
      ...filter,
      order,
      cursor: cursorOf(row, order),
      limit: 1,
      isBackwards,
    });
    const [found] = page.items;
    return found ? { operationId: found.operationId, externalId: found.externalId } : null;
  };
  return { previous: await nearest(true), next: await nearest(false) };
}
