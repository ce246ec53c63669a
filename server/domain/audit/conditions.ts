import { addDays, localInstant } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import { executed } from "./model/execution";
import type { EventFilter } from "./schemas";

export type Conditions = {
  where: string;
  params: unknown[];
  /** Numbers between which every match lies, both left out. */
  after: bigint;
  before: bigint;
};

/**
 * A filter as SQL over `audit_event e`, with only what was asked for; which funds are left to whoever
 * goes through them. A period is also said by events' numbers, so that any index reads no more than it.
 */
export async function eventConditions(tx: Tx, filter: EventFilter): Promise<Conditions> {
  const params: unknown[] = [];
  const parts: string[] = [];
  const bind = (value: unknown) => `$${params.push(value)}`;
  const { actorId, actorKind, actions, subjectType, subjectId, requestId } = filter;
  if (actorId) parts.push(`e.actor_id = ${bind(actorId)} and e.actor_kind <> 'job'`);
  if (actorKind) parts.push(kindCondition(actorKind, bind));
  if (actions?.length) parts.push(actionCondition(actions, bind));
  if (subjectType) parts.push(subjectCondition(subjectType, bind));
  if (subjectId) parts.push(`e.subject_id = ${bind(subjectId)}::uuid`);
  if (requestId) parts.push(`e.request_id = ${bind(requestId)} and e.action <> 'operation.execute'`);
  if (filter.reason?.trim())
    parts.push(`e.reason is not null and strpos(lower(e.reason), lower(${bind(filter.reason.trim())})) > 0`);
  if (filter.field?.trim()) parts.push(await fieldCondition(tx, filter.field.trim(), bind));
  const period = await periodConditions(tx, filter, bind);
  parts.push(...period.parts);
  const { after, before } = period;
  return { where: parts.length > 0 ? parts.join(" and ") : "true", params, after, before };
}

type Bind = (value: unknown) => string;

/** Said as the indexes of what is rare are: they are used only where the statement shows that they hold it. */
function kindCondition(kind: string, bind: Bind): string {
  return kind === "job" ? "e.actor_kind = 'job'" : `e.actor_kind = ${bind(kind)} and e.actor_kind <> 'job'`;
}

function subjectCondition(type: string, bind: Bind): string {
  if (type === "operation") return "e.subject_type = 'operation'";
  return `e.subject_type = ${bind(type)} and e.subject_type <> 'operation'`;
}

function actionCondition(actions: readonly string[], bind: Bind): string {
  const rare = actions.filter((action) => action !== executed.action);
  const either: string[] = [];
  if (rare.length < actions.length) either.push("e.action = 'operation.execute'");
  if (rare.length === 1) either.push(`e.action = ${bind(rare[0])} and e.action <> 'operation.execute'`);
  if (rare.length > 1)
    either.push(`e.action = any (${bind(rare)}::text[]) and e.action <> 'operation.execute'`);
  return either.length === 1 ? (either[0] as string) : `(${either.map((one) => `(${one})`).join(" or ")})`;
}

async function fieldCondition(tx: Tx, field: string, bind: Bind): Promise<string> {
  const sets = (await readFieldSets(tx)).filter((set) => set.split(",").includes(field));
  const isExecuted = executed.fields.some((one) => one === field);
  const either = [
    ...(sets.length > 0 ? [`e.fields = any (${bind(sets)}::text[])`] : []),
    ...(isExecuted ? ["e.action = 'operation.execute'"] : []),
  ];
  return either.length === 0 ? "false" : `(${either.join(" or ")})`;
}

async function readFieldSets(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ set: string }>('select set from lastro.field_sets() as f("set")');
  return rows.map((row) => row.set);
}

/** Every field that an event ever changed, in order. */
export async function listFields(tx: Tx): Promise<string[]> {
  const sets = await readFieldSets(tx);
  const fields = new Set([...sets.flatMap((set) => set.split(",")), ...executed.fields]);
  fields.delete("");
  return [...fields].sort();
}

const everything = { parts: [] as string[], after: 0n, before: 2n ** 62n };

async function periodConditions(
  tx: Tx,
  filter: EventFilter,
  bind: Bind,
): Promise<Pick<Conditions, "after" | "before"> & { parts: string[] }> {
  const { since, until } = periodOf(filter);
  if (!since && !until) return everything;
  const [range] = await tx.sql<{ after: bigint | null; before: bigint | null }>(
    "select after, before from lastro.events_between($1::timestamptz, $2::timestamptz)",
    [since, until],
  );
  const parts: string[] = [];
  if (since) parts.push(`e.at >= ${bind(since)}::timestamptz`);
  if (until) parts.push(`e.at < ${bind(until)}::timestamptz`);
  return { parts, after: range?.after ?? everything.after, before: range?.before ?? everything.before };
}

/** Between which instants the filter looks; null where it is open. The end is left out. */
export function periodOf({ from, to, since, until }: EventFilter): {
  since: Date | null;
  until: Date | null;
} {
  const starts = [from ? localInstant(from, "00:00") : null, since ? new Date(since) : null];
  const ends = [to ? localInstant(addDays(to, 1), "00:00") : null, until ? new Date(until) : null];
  const times = (dates: readonly (Date | null)[]) => dates.filter((date) => date !== null).map(Number);
  const [first, last] = [Math.max(...times(starts)), Math.min(...times(ends))];
  return {
    since: Number.isFinite(first) ? new Date(first) : null,
    until: Number.isFinite(last) ? new Date(last) : null,
  };
}
