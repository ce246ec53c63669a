import { recordEvents } from "#server/domain/audit/index";
import type { Actor } from "#server/kernel/actor";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

/** A session ends this long after sign-in, whatever happens. */
export const sessionHoursMax = 12;
/** And this long after its last request. */
export const sessionIdleHoursMax = 8;

export type SessionClaim = { sessionId: string; sessionVersion: number; userId: string };

/**
 * The person behind a session that is alive right now: not ended, expired or idle, the person neither
 * disabled nor past their time, and nothing changed that voids older sessions. Asked on every request,
 * so that logout, disabling and a change of role bite at once. Who should have the second factor and let
 * the days of grace pass has no right left but to set it up.
 */
export async function findSessionActor(tx: Tx, claim: SessionClaim): Promise<Actor | null> {
  const [row] = await tx.sql<{
    role: Role;
    sees_all_funds: boolean;
    fund_ids: string[];
    is_stale: boolean;
    must_enrol: boolean;
  }>(
    `select u.role, u.sees_all_funds, s.last_seen_at < $4::timestamptz - interval '1 minute' as is_stale,
            array(select fund_id::text from user_fund where user_id = u.id) as fund_ids,
            (u.totp_grace_until <= $4::timestamptz and role_requires_totp(u.role) and not exists (
              select 1 from user_totp t where t.user_id = u.id and t.confirmed_at is not null)) is true as must_enrol
       from user_session s join app_user u on u.id = s.user_id
      where s.id = $1 and s.user_id = $2 and u.session_version = $3
        and s.ended_at is null and s.expires_at > $4::timestamptz
        and s.last_seen_at > $4::timestamptz - make_interval(hours => $5)
        and u.disabled_at is null and (u.access_until is null or u.access_until > $4::timestamptz)`,
    [claim.sessionId, claim.userId, claim.sessionVersion, tx.at, sessionIdleHoursMax],
  );
  if (!row) return null;
  if (row.is_stale)
    await tx.sql("update user_session set last_seen_at = $2 where id = $1", [claim.sessionId, tx.at]);
  return {
    kind: "user",
    id: claim.userId,
    userId: claim.userId,
    role: row.role,
    capabilities: row.must_enrol ? new Set() : roleCapabilities[row.role],
    funds: row.sees_all_funds ? "all" : row.fund_ids,
    sessionId: claim.sessionId,
    ...(row.must_enrol ? { mustEnrol: true } : {}),
  };
}

/** Ends a session; its cookie is worthless from the next request on. Safe to repeat. */
export async function endSession(
  tx: Tx,
  claim: { sessionId: string; userId: string },
  reason?: string,
): Promise<boolean> {
  const ended = await tx.sql(
    "update user_session set ended_at = $3 where id = $1 and user_id = $2 and ended_at is null returning id",
    [claim.sessionId, claim.userId, tx.at],
  );
  if (ended.length === 0) return false;
  await recordEvents(tx, [
    {
      action: "session.end",
      subjectType: "user",
      subjectId: claim.userId,
      after: { session: claim.sessionId },
      ...(reason ? { reason } : {}),
    },
  ]);
  return true;
}

/**
 * Ends one session of a person on a screen that lists them.
 * @throws `session.not_found`: another person's, unknown, or over already
 */
export async function endListedSession(
  tx: Tx,
  claim: { sessionId: string; userId: string },
  reason?: string,
): Promise<void> {
  if (!(await endSession(tx, claim, reason))) throw new DomainError("session.not_found");
}

/** Voids every session of a person and every cookie that was ever sealed for one. */
export async function voidSessions(tx: Tx, userId: string): Promise<void> {
  await tx.sql("update app_user set session_version = session_version + 1 where id = $1", [userId]);
  await tx.sql("update user_session set ended_at = $2 where user_id = $1 and ended_at is null", [
    userId,
    tx.at,
  ]);
}

/** Ends a person's sessions but the one given. @returns how many */
export async function endSessions(
  tx: Tx,
  { userId, except }: { userId: string; except?: string | undefined },
): Promise<number> {
  const ended = await tx.sql<{ id: string }>(
    "update user_session set ended_at = $3 where user_id = $1 and ended_at is null and id is distinct from $2::uuid returning id",
    [userId, except ?? null, tx.at],
  );
  await recordEvents(
    tx,
    ended.map(({ id }) => ({
      action: "session.end",
      subjectType: "user",
      subjectId: userId,
      after: { session: id },
    })),
  );
  return ended.length;
}
