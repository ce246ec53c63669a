import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import type { OperationFilter } from "./schemas";

/**
 * A filter as SQL over `operation o`, with only what was asked for: the planner then sees real
 * conditions and their values. The actor's funds are always one of them.
 */
export function operationConditions(tx: Tx, filter: OperationFilter): { where: string; params: unknown[] } {
  const params: unknown[] = [];
  const parts: string[] = [];
  /** One condition; every `?` in it is the value's parameter. */
  const add = (condition: string, value: unknown) => {
    params.push(value);
    parts.push(condition.replaceAll("?", `$${params.length}`));
  };
  const funds = fundScope(tx.actor);
  if (funds) add("o.fund_id = any (?::uuid[])", funds);
  if (filter.states?.length) add("o.state = any (?::text[])", filter.states);
  if (filter.waitReasons?.length)
    add("o.state = 'PENDING' and o.wait_reason = any (?::text[])", filter.waitReasons);
  if (filter.fundCode) add("o.fund_id = (select id from fund where code = ?)", filter.fundCode);
  if (filter.uploadId) add("o.upload_id = ?::uuid", filter.uploadId);
  const text = filter.text?.trim();
  if (text) add("(o.external_id ^@ ?::text or o.asset_code = upper(?) or o.asset_ref = ?)", text);
  if (filter.from) add("o.operation_on >= ?::date", filter.from);
  if (filter.to) add("o.operation_on <= ?::date", filter.to);
  return { where: parts.length > 0 ? parts.join(" and ") : "true", params };
}
