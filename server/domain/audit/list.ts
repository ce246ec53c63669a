import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { personName } from "#server/kernel/personal";
import { type Conditions, eventConditions } from "./conditions";
import type { EventFilter } from "./schemas";

/** An event as it was sealed: everything shown of it is read from the bytes that were hashed. */
export type EventRow = {
  eventId: string;
  /** Its number in the order of writing. */
  seq: bigint;
  /** Its place in the sealed log; null while it waits for the seal. */
  place: bigint | null;
  at: Date;
  action: string;
  actorKind: string;
  actorId: string;
  /** The person's name (behind a token too), or what part of the system it was. */
  actorName: string;
  /** The person's role when it happened; as it is now where {@link isRoleOfToday}. */
  actorRole: string | null;
  /** Events from before roles were kept do not tell theirs. */
  isRoleOfToday: boolean;
  subjectType: string;
  subjectId: string;
  /** How people call the subject; null where it has no name. */
  subjectName: string | null;
  fundCode: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  request: string | null;
};

type Told = {
  action: string;
  actor: { id: string; kind: string; role?: string };
  at: string;
  subject: { id: string; type: string };
  reason: string | null;
  before: unknown;
  after: unknown;
  request: string | null;
};
export type StoredEvent = Omit<EventRow, "reason" | "before" | "after" | "isRoleOfToday"> & {
  canonical: Buffer;
  isPerson: boolean;
};

/** What the screens show of an event, over `audit_event e`. */
export const eventColumns = `e.id as "eventId", e.seq, l.seq as place, e.canonical, e.at, e.action, e.request_id as request,
  e.actor_kind as "actorKind", e.actor_id as "actorId", e.subject_type as "subjectType", e.subject_id as "subjectId",
  coalesce(u.name, k.name, e.actor_id) as "actorName", u.id is not null as "isPerson", u.role as "actorRole", f.code as "fundCode",
  case e.subject_type when 'operation' then (select o.external_id from operation o where o.id = e.subject_id)
    when 'upload' then (select x.file_name from upload x where x.id = e.subject_id)
    when 'fund' then (select x.code from fund x where x.id = e.subject_id)
    when 'user' then (select x.name from app_user x where x.id = e.subject_id) end as "subjectName"`;
export const eventJoins = `left join audit_leaf l on l.event_id = e.id
  left join api_token k on e.actor_kind = 'token' and k.id::text = e.actor_id
  left join app_user u on u.id = case e.actor_kind when 'user' then e.actor_id::uuid when 'token' then k.user_id end
  left join fund f on f.id = e.fund_id`;

/**
 * Events in scope, newest first, a page from where the last one ended. Each fund is read by its own
 * index and the beginnings are merged, so that an answer costs the same for who sees a small fund.
 * @throws DomainError `input.invalid` when the cursor is none of ours
 */
export async function listEvents(
  tx: Tx,
  input: EventFilter & { cursor?: string | null; limit?: number },
): Promise<Page<EventRow>> {
  const limit = input.limit ?? pageSize;
  const cursor = decodeCursor(input.cursor, 1)?.[0] ?? null;
  if (cursor !== null && !/^\d{1,18}$/.test(cursor))
    throw new DomainError("input.invalid", { field: "cursor" });
  const { seqs, params } = await matchingSeqs(tx, input, { cursor, limit: limit + 1 });
  const rows = await tx.sql<StoredEvent>(
    `select ${eventColumns} from (${seqs} order by seq desc limit ${limit + 1}) as p
       join audit_event e on e.seq = p.seq ${eventJoins} order by e.seq desc`,
    params,
  );
  const { items, nextCursor } = toPage(rows, limit, (row) => [row.seq]);
  return { items: items.map((row) => readEvent(tx, row)), nextCursor };
}

/** More than so many are not counted: the answer would be no more useful, and much slower. */
export const countMax = 10_000;

/** How many events match, up to {@link countMax} and one. */
export async function countEvents(tx: Tx, filter: EventFilter): Promise<number> {
  const { seqs, params } = await matchingSeqs(tx, filter, { cursor: null, limit: countMax + 1 });
  const [row] = await tx.sql<{ count: number }>(
    `select count(*)::int as count from (select 1 from (${seqs}) as s limit ${countMax + 1}) as c`,
    params,
  );
  return row?.count ?? 0;
}

/** More new ones than so many are said to be more. */
const newerMost = 1_000;

/** How many matching events were written after one, by its number; up to {@link newerMost} and one. */
export async function countNewer(
  tx: Tx,
  { after, ...filter }: EventFilter & { after: string },
): Promise<number> {
  const { seqs, params } = await matchingSeqs(tx, filter, {
    cursor: null,
    after: BigInt(after),
    limit: newerMost + 1,
  });
  const [row] = await tx.sql<{ count: number }>(
    `select count(*)::int as count from (select 1 from (${seqs}) as s limit ${newerMost + 1}) as c`,
    params,
  );
  return row?.count ?? 0;
}

/** Ids of the operations that matching events name, each once; one more than `most` says that there are more. */
export async function listNamedOperations(tx: Tx, filter: EventFilter, most: number): Promise<string[]> {
  if (filter.subjectType && filter.subjectType !== "operation") return [];
  const { where, params, after, before } = await eventConditions(tx, { ...filter, subjectType: "operation" });
  const bind = (value: unknown) => `$${params.push(value)}`;
  const inScope = await scopeCondition(tx, filter, params);
  const between = `e.seq > ${bind(after)}::bigint and e.seq < ${bind(before)}::bigint`;
  const rows = await tx.sql<{ id: string }>(
    `select distinct e.subject_id as id from audit_event e where ${where} and ${between} and ${inScope} limit ${most + 1}`,
    params,
  );
  return rows.map((row) => row.id);
}

/** As {@link eventColumns} read it. Bytes that somebody made unreadable are shown by what finds them. */
export function readEvent(tx: Tx, { canonical, isPerson, ...row }: StoredEvent): EventRow {
  const told = readTold(canonical);
  const event: EventRow = told
    ? {
        ...row,
        at: new Date(told.at),
        action: told.action,
        actorKind: told.actor.kind,
        actorId: told.actor.id,
        actorRole: row.actorRole && (told.actor.role ?? row.actorRole),
        isRoleOfToday: told.actor.role === undefined,
        subjectType: told.subject.type,
        subjectId: told.subject.id,
        request: told.request,
        reason: told.reason,
        before: told.before,
        after: told.after,
      }
    : { ...row, isRoleOfToday: true, reason: null, before: null, after: null };
  const { actorName, actorId, subjectType, subjectId, subjectName } = event;
  return {
    ...event,
    actorName: isPerson ? personName(tx.actor, actorName, actorId) : actorName,
    subjectName:
      subjectType === "user" && subjectName ? personName(tx.actor, subjectName, subjectId) : subjectName,
  };
}

function readTold(canonical: Buffer): Told | null {
  try {
    const told = JSON.parse(canonical.toString("utf8")) as Told;
    return told.actor && told.subject ? told : null;
  } catch {
    return null;
  }
}

/** A statement that finds the numbers of matching events, newest first within each part of it. */
export async function matchingSeqs(
  tx: Tx,
  filter: EventFilter,
  { cursor, limit, after: from = 0n }: { cursor: string | null; limit: number; after?: bigint },
): Promise<{ seqs: string; params: unknown[] }> {
  const { where, params, after, before }: Conditions = await eventConditions(tx, filter);
  const bind = (value: unknown) => `$${params.push(value)}`;
  const isOnward = cursor !== null && BigInt(cursor) < before;
  const [low, high] = [
    `${bind(after > from ? after : from)}::bigint`,
    `${bind(isOnward ? cursor : before)}::bigint`,
  ];
  const newest = (more: string) =>
    `select e.seq from audit_event e where ${where} and ${more} and e.seq > ${low} and e.seq < ${high} order by e.seq desc limit ${limit}`;
  const { funds, own } = await fundsOf(tx, filter);
  if (funds === null) return { seqs: `select seq from (${newest("true")}) as a`, params };
  // Ordered by the fund as well: only its own index gives that order. Any other would be read from the
  // newest event on, past all that happened elsewhere since.
  const ofFund = `select e.seq from audit_event e where ${where} and (e.fund_id, e.seq) > (s.id, ${low}) and (e.fund_id, e.seq) < (s.id, ${high})
    order by e.fund_id desc, e.seq desc limit ${limit}`;
  const each = `select p.seq from unnest(${bind(funds)}::uuid[]) as s(id) cross join lateral (${ofFund}) as p`;
  if (!own) return { seqs: `select seq from (${each}) as a`, params };
  // What a person did themselves they also read where it concerned no fund, or another's.
  const mine = newest(
    `e.actor_id = ${bind(own)} and e.actor_kind <> 'job' and (e.fund_id is null or e.fund_id <> all (${bind(funds)}::uuid[]))`,
  );
  return { seqs: `select seq from (${each} union all (${mine})) as a`, params };
}

/** That an event over `audit_event e` is of the filter's funds and in scope, where nothing finds it by its fund. */
export async function scopeCondition(tx: Tx, filter: EventFilter, params: unknown[]): Promise<string> {
  const bind = (value: unknown) => `$${params.push(value)}`;
  const { funds, own } = await fundsOf(tx, filter);
  if (funds === null) return "true";
  return `(e.fund_id = any (${bind(funds)}::uuid[])${own ? ` or e.actor_id = ${bind(own)}` : ""})`;
}

/** Funds to go through (null: all events, of funds or none), and whose own events to add. */
async function fundsOf(
  tx: Tx,
  { fundCodes }: EventFilter,
): Promise<{ funds: readonly string[] | null; own: string | null }> {
  const scope = fundScope(tx.actor);
  if (!fundCodes?.length) return { funds: scope, own: scope && tx.actor.userId };
  const rows = await tx.sql<{ id: string }>(
    "select id from fund where code = any ($1::text[]) and ($2::uuid[] is null or id = any ($2))",
    [fundCodes, scope],
  );
  return { funds: rows.map((row) => row.id), own: null };
}
