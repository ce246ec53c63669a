import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { personName } from "#server/kernel/personal";

export { listActors } from "./actors";
export { listFields } from "./conditions";
export { readDensity } from "./density";
export { getEvent } from "./event";
export { countEvents, countNewer, listEvents, listNamedOperations } from "./list";
export { readProof } from "./prove";
export { getIntegrity } from "./verification";

export type SubjectEvent = {
  id: string;
  seq: bigint;
  at: Date;
  action: string;
  actorKind: string;
  actorId: string;
  /** The person's name, or the name of the job or part of the system. */
  actorName: string;
  reason: string | null;
  before: unknown;
  after: unknown;
};

/** What happened to one subject, oldest first; row-level security keeps other funds' events out. */
export async function listEventsOf(tx: Tx, subjectId: string, limit = 200): Promise<SubjectEvent[]> {
  const rows = await tx.sql<SubjectEvent & { canonical: string }>(
    `select e.id, e.seq, e.at, e.action, e.actor_kind as "actorKind", e.actor_id as "actorId", coalesce(u.name, e.actor_id) as "actorName",
            convert_from(e.canonical, 'UTF8') as canonical
       from audit_event e left join app_user u on e.actor_kind = 'user' and u.id::text = e.actor_id
      where e.subject_id = $1 order by e.seq limit $2`,
    [subjectId, limit],
  );
  return rows.map((row) => readEvent(tx, row));
}

/** The same, newest first, without the actions that start so (`session.`). */
export async function listLatestEventsOf(
  tx: Tx,
  subjectId: string,
  { without, limit }: { without: string; limit: number },
): Promise<SubjectEvent[]> {
  const rows = await tx.sql<SubjectEvent & { canonical: string }>(
    `select e.id, e.seq, e.at, e.action, e.actor_kind as "actorKind", e.actor_id as "actorId", coalesce(u.name, e.actor_id) as "actorName",
            convert_from(e.canonical, 'UTF8') as canonical
       from audit_event e left join app_user u on e.actor_kind = 'user' and u.id::text = e.actor_id
      where e.subject_id = $1 and not starts_with(e.action, $2) order by e.seq desc limit $3`,
    [subjectId, without, limit],
  );
  return rows.map((row) => readEvent(tx, row));
}

export type FundEvent = SubjectEvent & { subjectType: string; subjectId: string };

/**
 * What happened to a fund, newest first: its money, its rules, what was undone. What every operation
 * leaves behind (priced, executed, sent to review) is read with the operation.
 */
export async function listEventsOfFund(
  tx: Tx,
  input: { fundId: string; cursor?: string | null; limit?: number },
): Promise<Page<FundEvent>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 1);
  const rows = await tx.sql<FundEvent & { canonical: string }>(
    `select e.id, e.seq, e.at, e.action, e.actor_kind as "actorKind", e.actor_id as "actorId", coalesce(u.name, e.actor_id) as "actorName",
            e.subject_type as "subjectType", e.subject_id as "subjectId", convert_from(e.canonical, 'UTF8') as canonical
       from audit_event e left join app_user u on e.actor_kind = 'user' and u.id::text = e.actor_id
      where e.fund_id = $1 and e.action not in ('operation.price', 'operation.execute', 'review.open', 'review.withdraw')
        and ($2::uuid[] is null or e.fund_id = any ($2)) and ($3::bigint is null or e.seq < $3)
      order by e.seq desc limit $4`,
    [input.fundId, fundScope(tx.actor), after?.[0] ?? null, limit + 1],
  );
  return toPage(
    rows.map((row) => readEvent(tx, row)),
    limit,
    (row) => [row.seq],
  );
}

/** What the sealed bytes say of a change, beside the columns that find it. */
function readEvent<Row extends { canonical: string; actorKind: string; actorId: string; actorName: string }>(
  tx: Tx,
  { canonical, ...row }: Row,
) {
  const { before, after, reason } = JSON.parse(canonical) as {
    before: unknown;
    after: unknown;
    reason: string | null;
  };
  const actorName =
    row.actorKind === "user" ? personName(tx.actor, row.actorName, row.actorId) : row.actorName;
  return { ...row, actorName, before, after, reason };
}

export type NewestCheckpoint = {
  size: bigint;
  /** 32 bytes in base64. */
  root: string;
  /** Signed, as it left the machine. */
  note: string;
  at: Date;
  lastEventId: string;
};

/** What was signed last; null before the first. */
export async function readNewestCheckpoint(tx: Tx): Promise<NewestCheckpoint | null> {
  const [row] = await tx.sql<NewestCheckpoint>(
    `select c.size, encode(c.root, 'base64') as root, c.note, c.at, l.event_id as "lastEventId"
       from audit_checkpoint c join audit_leaf l on l.seq = c.size - 1 order by c.size desc limit 1`,
  );
  return row ?? null;
}
