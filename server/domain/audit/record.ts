import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "#server/kernel/context";
import type { EventAction, SubjectType } from "#server/kernel/event-vocabulary";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import { canonicalJson, type Json } from "./model/canonical";

export type AuditEvent = {
  /** `<noun>.<verb>`, one of those that have words. */
  action: EventAction;
  subjectType: SubjectType;
  subjectId: string;
  fundId?: string | null;
  before?: Json;
  after?: Json;
  reason?: string;
  /** SHA-256 (hex) of the canonical postings, where the event moved money. */
  postingsHash?: string;
  /** Personal values by field: committed to in the hashed bytes, kept apart so that they can be erased. */
  personal?: Readonly<Record<string, string>>;
};

/**
 * Appends events in the caller's transaction; a change and its event commit together or not at all.
 * The stored bytes are what the sealing hashes: canonical JSON with the event's UUID and the
 * transaction's time, without row identity or transaction id.
 */
export async function recordEvents(tx: Tx, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const shared = {
    // A role was not always kept: events from before then have none, and are as whole without.
    actor: { id: tx.actor.id, kind: tx.actor.kind, ...(tx.actor.role ? { role: tx.actor.role } : {}) },
    at: tx.at.toISOString(),
    request: tx.requestId,
  };
  const ids: string[] = [];
  const lines: string[] = [];
  const personal: { eventId: string; field: string; salt: Buffer; value: string }[] = [];
  for (const event of events) {
    const id = newId();
    ids.push(id);
    lines.push(canonicalEvent(id, event, shared, commit(id, event.personal, personal)));
  }
  // Canonical JSON holds no line break, so that one text carries all events without quoting.
  await tx.sql(
    `insert into audit_event (id, at, action, actor_kind, actor_id, subject_type, subject_id, fund_id, request_id, canonical)
     select id, $7::timestamptz, action, $8, $9, type, subject, fund, $10, convert_to(line, 'UTF8')
       from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], string_to_array($6, E'\n'))
         as e(id, action, type, subject, fund, line)`,
    [
      sqlArray(ids),
      sqlArray(events.map((event) => event.action)),
      sqlArray(events.map((event) => event.subjectType)),
      sqlArray(events.map((event) => event.subjectId)),
      sqlArray(events.map((event) => event.fundId)),
      lines.join("\n"),
      tx.at,
      tx.actor.kind,
      tx.actor.id,
      tx.requestId,
    ],
  );
  if (personal.length === 0) return;
  await tx.sql(
    `insert into audit_personal (event_id, field, salt, value)
     select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[])`,
    [
      personal.map((p) => p.eventId),
      personal.map((p) => p.field),
      personal.map((p) => p.salt),
      personal.map((p) => p.value),
    ],
  );
}

/** The bytes that are hashed. Keys in canonical order, which saves the sorting. */
function canonicalEvent(
  id: string,
  event: AuditEvent,
  shared: { actor: Json; at: string; request: string },
  personal: Json,
): string {
  return canonicalJson({
    action: event.action,
    actor: shared.actor,
    after: event.after ?? null,
    at: shared.at,
    before: event.before ?? null,
    fund: event.fundId ?? null,
    id,
    personal,
    postings: event.postingsHash ?? null,
    reason: event.reason ?? null,
    request: shared.request,
    subject: { id: event.subjectId, type: event.subjectType },
    v: 1,
  });
}

/** Salted commitments `sha256(salt || value)` in hex, and the values for the erasable table. */
function commit(
  eventId: string,
  values: AuditEvent["personal"],
  kept: { eventId: string; field: string; salt: Buffer; value: string }[],
): Json {
  if (!values) return null;
  const commitments: Record<string, string> = {};
  for (const [field, value] of Object.entries(values)) {
    const salt = randomBytes(32);
    commitments[field] = createHash("sha256").update(salt).update(value, "utf8").digest("hex");
    kept.push({ eventId, field, salt, value });
  }
  return commitments;
}
