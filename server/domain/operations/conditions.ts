import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { operationStates } from "./model/operation";
import type { OperationFilter } from "./schemas";

/**
 * A filter as SQL over `operation o`, with only what was asked for: the planner then sees real
 * conditions and their values. The actor's funds are always one of them, unless the statement around
 * it goes through the funds one by one (`byFund`).
 */
export async function operationConditions(
  tx: Tx,
  filter: OperationFilter,
  { byFund = false }: { byFund?: boolean } = {},
): Promise<{ where: string; params: unknown[] }> {
  const params: unknown[] = [];
  const parts: string[] = [];
  const bind: Bind = (value) => `$${params.push(value)}`;
  const funds = fundScope(tx.actor);
  if (!byFund) {
    if (funds) parts.push(`o.fund_id = any (${bind(funds)}::uuid[])`);
    parts.push(...fundConditions(filter, bind));
  }
  parts.push(...standingConditions(filter, bind));
  if (filter.uploadId) parts.push(`o.upload_id = ${bind(filter.uploadId)}::uuid`);
  if (filter.code) parts.push(`o.state = 'PENDING' and o.code = ${bind(filter.code)}`);
  if (filter.side) parts.push(`o.side = ${bind(filter.side)}`);
  if (filter.asset?.trim()) parts.push(assetCondition(bind(filter.asset.trim().toUpperCase())));
  if (filter.assetClasses?.length) parts.push(`o.asset_class = any (${bind(filter.assetClasses)}::text[])`);
  if (filter.text?.trim()) parts.push(await textCondition(tx, filter.text.trim(), bind));
  if (filter.from) parts.push(`o.operation_on >= ${bind(filter.from)}::date`);
  if (filter.to) parts.push(`o.operation_on <= ${bind(filter.to)}::date`);
  if (filter.minCents != null) parts.push(`o.total_cents >= ${bind(filter.minCents)}::bigint`);
  if (filter.maxCents != null) parts.push(`o.total_cents <= ${bind(filter.maxCents)}::bigint`);
  if (filter.only) parts.push(`o.id = any (${bind(filter.only)}::uuid[])`);
  if (filter.except?.length) parts.push(`o.id <> all (${bind(filter.except)}::uuid[])`);
  return { where: parts.length > 0 ? parts.join(" and ") : "true", params };
}

type Bind = (value: unknown) => string;

/**
 * The source's code once there is a price; until then, and where there never is one, what the file wrote:
 * as the index says it, and in words that may pass below row-level security.
 */
function assetCondition(code: string): string {
  return `case when o.asset_code is null then o.asset_ref else o.asset_code end = ${code}`;
}

/** Codes of the funds that a filter names, each once; null when it names none. */
export function namedFunds({ fundCode, fundCodes }: OperationFilter): string[] | null {
  const codes = [...(fundCodes ?? []), ...(fundCode ? [fundCode] : [])];
  return codes.length > 0 ? [...new Set(codes)] : null;
}

function fundConditions(filter: OperationFilter, bind: Bind): string[] {
  const codes = namedFunds(filter);
  if (!codes) return [];
  if (codes.length === 1) return [`o.fund_id = (select id from fund where code = ${bind(codes[0])})`];
  return [`o.fund_id = any (array(select id from fund where code = any (${bind(codes)}::text[])))`];
}

/** Every wait: the partial index of them is fund by fund. */
const pending = "o.state = 'PENDING'";

function standingConditions(filter: OperationFilter, bind: Bind): string[] {
  const parts: string[] = [];
  const { states, waitReasons, standings } = filter;
  if (states?.length) parts.push(oneOf(states, [], bind));
  if (waitReasons?.length) parts.push(oneOf([], waitReasons, bind));
  if (standings?.length) {
    const isState = (one: string) => (operationStates as readonly string[]).includes(one);
    const waits = standings.filter((one) => !isState(one));
    parts.push(oneOf(standings.filter(isState), standings.includes("PENDING") ? [] : waits, bind));
  }
  return parts;
}

/** Any of the states, or pending for any of the reasons. */
function oneOf(states: readonly string[], waits: readonly string[], bind: Bind): string {
  const ends = states.filter((state) => state !== "PENDING");
  const either: string[] = [];
  if (states.includes("PENDING")) either.push(pending);
  if (ends.length === 1) either.push(`o.state = ${bind(ends[0])}`);
  else if (ends.length > 1) either.push(`o.state in (${ends.map(bind).join(", ")})`);
  if (waits.length === 1) either.push(`o.state = 'PENDING' and o.wait_reason = ${bind(waits[0])}`);
  else if (waits.length > 1)
    either.push(`o.state = 'PENDING' and o.wait_reason = any (${bind(waits)}::text[])`);
  return either.length === 1 ? (either[0] as string) : `(${either.map((one) => `(${one})`).join(" or ")})`;
}

/**
 * A text is the beginning of an operation's id when there is such an operation, else an asset. Asked
 * first, so that the first case is found by index instead of being one side of an `or`. The bounds say
 * to the index what `^@` says to the reader: only comparisons may pass below row-level security.
 */
async function textCondition(tx: Tx, text: string, bind: Bind): Promise<string> {
  const begins = (value: string) =>
    `o.external_id >= ${value}::text and o.external_id < ${value}::text || chr(1114111) and o.external_id ^@ ${value}::text`;
  const found = await tx.sql(
    `select 1 from unnest(coalesce($2::uuid[], array(select id from fund))) as f(id)
      cross join lateral (select 1 from operation o where o.fund_id = f.id and ${begins("$1")} limit 1) as o limit 1`,
    [text, fundScope(tx.actor)],
  );
  if (found.length > 0) return begins(bind(text));
  return assetCondition(bind(text.toUpperCase()));
}
