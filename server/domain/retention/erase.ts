import { type EventAction, recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";

/** Why records stay, and until when; null where no day is set. */
type Kept = { kind: "hold" | "active" | "person" | "audit"; ground: string; until: Date | null };
type Erasure = { requestId: string; keptBecause: readonly Kept[]; valuesErased: number };

/**
 * Answers a person's request to have what tells of them erased (LGPD, art. 18, VI): refused, with each
 * ground and its end, while a retention runs or a hold stands; met otherwise. The events they appear in
 * stay sealed as they are: only the values, and the salts without which nobody can guess them, go.
 * @throws DomainError `user.not_found`
 */
export async function requestErasure(tx: Tx, input: { email: string; reason: string }): Promise<Erasure> {
  const userId = await findPerson(tx, input.email);
  const keptBecause = await tx.sql<Kept>("select kind, ground, until from lastro.kept_because($1)", [userId]);
  const isRefused = keptBecause.length > 0;
  const [erased] = isRefused
    ? []
    : await tx.sql<{ count: number }>("select lastro.erase_person($1) as count", [userId]);
  const requestId = newId();
  const valuesErased = erased?.count ?? 0;
  const until = lastOf(keptBecause);
  const ground = keptBecause.map((kept) => kept.ground).join(" ");
  await tx.sql(
    `insert into erasure_request (id, user_id, outcome, ground, kept_until, values_erased, requested_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [requestId, userId, isRefused ? "REFUSED" : "MET", ground || null, until, valuesErased, tx.at],
  );
  await recordEvents(tx, [
    {
      action: isRefused ? "person.refuse_erasure" : "person.erase",
      subjectType: "user",
      subjectId: userId,
      after: isRefused
        ? { requestId, ground, until: until?.toISOString() ?? null }
        : { requestId, valuesErased },
      reason: input.reason,
    },
  ]);
  return { requestId, keptBecause, valuesErased };
}

/** When the last of the reasons ends; null when one of them has no end. */
function lastOf(kept: readonly Kept[]): Date | null {
  if (kept.length === 0 || kept.some(({ until }) => until === null)) return null;
  return new Date(Math.max(...kept.map(({ until }) => (until as Date).getTime())));
}

/**
 * Keeps everything of a person, whatever its retention, until the hold is lifted. Safe to repeat.
 * @throws DomainError `user.not_found`
 */
export async function placeHold(tx: Tx, input: { email: string; reason: string }): Promise<void> {
  const userId = await findPerson(tx, input.email);
  const rows = await tx.sql(
    `insert into legal_hold (id, user_id, reason, placed_at) values ($1, $2, $3, $4)
     on conflict (user_id) where lifted_at is null do nothing returning 1`,
    [newId(), userId, input.reason, tx.at],
  );
  if (rows.length > 0) await recordHold(tx, "person.hold", userId, input.reason);
}

/** Lets a person's records go again when their retention ends. @throws DomainError `user.not_found` */
export async function liftHold(tx: Tx, input: { email: string; reason: string }): Promise<void> {
  const userId = await findPerson(tx, input.email);
  const rows = await tx.sql(
    "update legal_hold set lifted_at = $2 where user_id = $1 and lifted_at is null returning 1",
    [userId, tx.at],
  );
  if (rows.length > 0) await recordHold(tx, "person.lift_hold", userId, input.reason);
}

/** Sets for how many years a kind of record is kept, and on what ground. */
export async function setRetention(
  tx: Tx,
  input: { kind: "person" | "audit"; years: number; ground?: string | undefined; reason: string },
): Promise<void> {
  const { kind, years, reason } = input;
  const [before] = await tx.sql<{ years: number; ground: string }>(
    "select years, ground from retention_rule where kind = $1 for no key update",
    [kind],
  );
  const ground = input.ground ?? before?.ground ?? "";
  await tx.sql("update retention_rule set years = $2, ground = $3 where kind = $1", [kind, years, ground]);
  await recordEvents(tx, [
    {
      action: "retention.set",
      subjectType: "retention",
      subjectId: newId(),
      before: { kind, years: before?.years ?? null, ground: before?.ground ?? null },
      after: { kind, years, ground },
      reason,
    },
  ]);
}

async function findPerson(tx: Tx, email: string): Promise<string> {
  const [person] = await tx.sql<{ id: string }>(
    "select id from app_user where lower(email) = lower($1) for no key update",
    [email.trim()],
  );
  if (!person) throw new DomainError("user.not_found");
  return person.id;
}

async function recordHold(tx: Tx, action: EventAction, userId: string, reason: string): Promise<void> {
  await recordEvents(tx, [{ action, subjectType: "user", subjectId: userId, reason }]);
}
