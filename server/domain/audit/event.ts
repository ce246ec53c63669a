import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { type EventRow, eventColumns, eventJoins, readEvent, type StoredEvent } from "./list";
import { hashLeaf } from "./merkle";

/** Events of one request beside the one that is looked at. */
const relatedMax = 50;

export type EventDetail = {
  event: EventRow;
  /** The exact text whose bytes are sealed. */
  canonical: string;
  /** SHA-256 of the leaf in hex: as the bytes give it now, and as it was sealed. */
  leafHash: string;
  sealedHash: string | null;
  /** The first signed size that covers it, and when that was. */
  checkpoint: { size: bigint; at: Date } | null;
  /** Names of the personal values that it binds and that can be revealed. */
  personal: string[];
  /** What the same request also did, in order; executions of operations are left out. */
  related: Pick<EventRow, "eventId" | "at" | "action" | "subjectType" | "subjectName" | "subjectId">[];
};

type Found = StoredEvent & { sealed: Buffer | null };

/** @throws `audit.not_found` also for an event out of scope */
export async function getEvent(tx: Tx, eventId: string): Promise<EventDetail> {
  const [row] = await tx.sql<Found>(
    `select ${eventColumns}, l.hash as sealed from audit_event e ${eventJoins} where e.id = $1`,
    [eventId],
  );
  if (!row) throw new DomainError("audit.not_found");
  const { sealed, ...stored } = row;
  const event = readEvent(tx, stored);
  return {
    event,
    canonical: stored.canonical.toString("utf8"),
    leafHash: hashLeaf(stored.canonical).toString("hex"),
    sealedHash: sealed?.toString("hex") ?? null,
    checkpoint: await firstCheckpoint(tx, event.place),
    personal: await listPersonal(tx, eventId),
    related: await listRelated(tx, event),
  };
}

async function firstCheckpoint(tx: Tx, place: bigint | null): Promise<EventDetail["checkpoint"]> {
  if (place === null) return null;
  const [row] = await tx.sql<{ size: bigint; at: Date }>(
    "select size, at from audit_checkpoint where size > $1 order by size limit 1",
    [place],
  );
  return row ?? null;
}

async function listPersonal(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx.sql<{ field: string }>(
    "select field from audit_personal where event_id = $1 and value is not null order by field",
    [eventId],
  );
  return rows.map((row) => row.field);
}

async function listRelated(tx: Tx, { request, eventId }: EventRow): Promise<EventDetail["related"]> {
  if (!request) return [];
  const rows = await tx.sql<StoredEvent>(
    `select ${eventColumns} from (
       select e.* from audit_event e where e.request_id = $1 and e.action <> 'operation.execute' and e.id <> $2
        order by e.seq limit ${relatedMax}) as e ${eventJoins} order by e.seq`,
    [request, eventId],
  );
  return rows.map((row) => {
    const { at, action, subjectType, subjectName, subjectId, eventId: id } = readEvent(tx, row);
    return { eventId: id, at, action, subjectType, subjectName, subjectId };
  });
}
