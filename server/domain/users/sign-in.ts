import { recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { decideLogin, type LoginHistory } from "./model/login-limit";
import { verifyPassword } from "./password";
import type { Credentials } from "./schemas";
import { sessionHoursMax } from "./session";

export type SignInRequest = Credentials & {
  /** Keyed hashes, so that the table of attempts holds no address of anybody. */
  emailHash: string;
  addressHash: string;
  userAgent: string | null;
};
export type OpenedSession = { userId: string; sessionId: string; sessionVersion: number };

/**
 * Checks a password and opens a session. `null` for every reason that is the caller's fault: wrong
 * password, unknown, disabled or expired account give one answer in about the same time.
 * @throws `auth.rate_limited` with `retryAfterS`
 */
export async function signIn(ctx: Ctx, request: SignInRequest): Promise<OpenedSession | null> {
  const { attemptId, user } = await ctx.transaction((tx) => beginAttempt(tx, request));
  const matches = await verifyPassword(user?.password_hash ?? null, request.password);
  return ctx.transaction(async (tx) => {
    if (!matches || !user || !isUsable(user, tx.at)) {
      await recordEvents(tx, [
        {
          action: "session.refuse",
          subjectType: user ? "user" : "sign_in",
          subjectId: user?.id ?? newId(),
          reason: "credentials",
        },
      ]);
      return null;
    }
    await tx.sql("update login_attempt set succeeded = true where id = $1", [attemptId]);
    return openSession(tx, user, request.userAgent);
  });
}

type UserRow = {
  id: string;
  password_hash: string;
  session_version: number;
  disabled_at: Date | null;
  access_until: Date | null;
};

/**
 * Counts this try as a failure before its password is checked: however many arrive at once, no more
 * are checked than the limit allows. Success takes the mark back.
 */
async function beginAttempt(
  tx: Tx,
  request: SignInRequest,
): Promise<{ attemptId: bigint; user: UserRow | undefined }> {
  await tx.sql(
    "select pg_advisory_xact_lock(hashtextextended(key, 0))::text as held from unnest($1::text[]) as k(key)",
    [[`login:${request.emailHash}`, `login:${request.addressHash}`].toSorted()],
  );
  const verdict = decideLogin(await readHistory(tx, request), tx.at);
  if (!verdict.allowed) throw new DomainError("auth.rate_limited", { retryAfterS: verdict.retryAfterS });
  const [attempt] = await tx.sql<{ id: bigint }>(
    "insert into login_attempt (email_hash, ip_hash, succeeded, at) values ($1, $2, false, $3) returning id",
    [request.emailHash, request.addressHash, tx.at],
  );
  const [user] = await tx.sql<UserRow>(
    "select id, password_hash, session_version, disabled_at, access_until from app_user where lower(email) = $1",
    [request.email],
  );
  return { attemptId: attempt!.id, user };
}

async function readHistory(tx: Tx, request: SignInRequest): Promise<LoginHistory> {
  const [row] = await tx.sql<{
    pair: number;
    pair_last: Date | null;
    address: number;
    account: number;
    account_last: Date | null;
    everyone: number;
    known: boolean;
  }>(
    `with failed as (
       select email_hash, ip_hash, at from login_attempt
        where not succeeded and at > $3::timestamptz - interval '15 minutes' and (email_hash = $1 or ip_hash = $2)
     ), last_success as (
       select max(at) as at from login_attempt where succeeded and email_hash = $1 and ip_hash = $2
     )
     select count(*) filter (where email_hash = $1 and ip_hash = $2 and f.at > coalesce(s.at, '-infinity'))::int as pair,
            max(f.at) filter (where email_hash = $1 and ip_hash = $2) as pair_last,
            count(*) filter (where ip_hash = $2)::int as address,
            count(*) filter (where email_hash = $1)::int as account,
            max(f.at) filter (where email_hash = $1) as account_last,
            (select count(*)::int from (select succeeded, at from login_attempt order by id desc limit 1000) recent
              where not succeeded and at > $3::timestamptz - interval '1 minute') as everyone,
            coalesce((select at > $3::timestamptz - interval '30 days' from last_success), false) as known
       from failed f cross join last_success s`,
    [request.emailHash, request.addressHash, tx.at],
  );
  return {
    pairFailures: row!.pair,
    pairLastAt: row!.pair_last,
    addressFailures: row!.address,
    accountFailures: row!.account,
    accountLastAt: row!.account_last,
    everyoneFailures: row!.everyone,
    isKnownAddress: row!.known,
  };
}

function isUsable(user: UserRow, at: Date): boolean {
  return user.disabled_at === null && (user.access_until === null || user.access_until > at);
}

async function openSession(tx: Tx, user: UserRow, userAgent: string | null): Promise<OpenedSession> {
  const sessionId = newId();
  const expiresAt = new Date(tx.at.getTime() + sessionHoursMax * 3_600_000);
  await tx.sql(
    `insert into user_session (id, user_id, created_at, last_seen_at, expires_at, user_agent)
     values ($1, $2, $3, $3, $4, $5)`,
    [sessionId, user.id, tx.at, expiresAt, userAgent?.slice(0, 300) ?? null],
  );
  await recordEvents(tx, [
    { action: "session.open", subjectType: "user", subjectId: user.id, after: { session: sessionId } },
  ]);
  return { userId: user.id, sessionId, sessionVersion: user.session_version };
}
