import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import type { OperationFilter } from "./schemas";

/**
 * A filter as SQL over `operation o`, with only what was asked for: the planner then sees real
 * conditions and their values. The actor's funds are always one of them.
 */
export async function operationConditions(
  tx: Tx,
  filter: OperationFilter,
): Promise<{ where: string; params: unknown[] }> {
  const params: unknown[] = [];
  const parts: string[] = [];
  /** One condition; every `?` in it is the value's parameter. */
  const add = (condition: string, value: unknown) => {
    params.push(value);
    parts.push(condition.replaceAll("?", `$${params.length}`));
  };
  const funds = fundScope(tx.actor);
  if (funds) add("o.fund_id = any (?::uuid[])", funds);
  if (filter.states?.length === 1 && filter.states[0] === "PENDING") parts.push(pending);
  else if (filter.states?.length) add("o.state = any (?::text[])", filter.states);
  if (filter.waitReasons?.length)
    add("o.state = 'PENDING' and o.wait_reason = any (?::text[])", filter.waitReasons);
  if (filter.fundCode) add("o.fund_id = (select id from fund where code = ?)", filter.fundCode);
  if (filter.uploadId) add("o.upload_id = ?::uuid", filter.uploadId);
  if (filter.text?.trim()) add(await textCondition(tx, filter.text.trim()), filter.text.trim());
  if (filter.from) add("o.operation_on >= ?::date", filter.from);
  if (filter.to) add("o.operation_on <= ?::date", filter.to);
  return { where: parts.length > 0 ? parts.join(" and ") : "true", params };
}

/** Every pending operation, said so that each part is answered by the partial index made for it. */
const pending = `o.state = 'PENDING' and (o.wait_reason = 'IN_REVIEW'
  or o.wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')
  or o.wait_reason in ('AWAITING_PRICE', 'AWAITING_PUBLICATION'))`;

/**
 * A text is the beginning of an operation's id when there is such an operation, else an asset. Asked
 * first, so that the first case is found by index instead of being one side of an `or`.
 */
async function textCondition(tx: Tx, text: string): Promise<string> {
  const ids = "o.fund_id = any (array(select id from fund)) and o.external_id ^@ ?::text";
  const found = await tx.sql(`select 1 from operation o where ${ids.replace("?", "$1")} limit 1`, [text]);
  return found.length > 0 ? ids : "(o.asset_code = upper(?) or o.asset_ref = ?)";
}
