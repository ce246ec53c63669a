import { recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { type AttemptSource, beginAttempt, forgetAttempt, recordRefusal, succeedAttempt } from "./attempts";
import { verifyPassword } from "./password";
import type { Credentials } from "./schemas";
import { checkCode, hasTotp, startGrace } from "./second-factor";
import { sessionHoursMax } from "./session";

export type SignInRequest = Credentials & AttemptSource & { userAgent: string | null };
export type OpenedSession = { userId: string; sessionId: string; sessionVersion: number };
type Outcome = { session: OpenedSession | null } | { refusal: DomainError };

/**
 * Checks a password, and the second factor of who has one, and opens a session. `null` for every reason
 * that is the caller's fault: wrong password, unknown, disabled or expired account give one answer in
 * about the same time. A code is only asked of who knows the password.
 * @throws `auth.rate_limited` with `retryAfterS`, `auth.code_required`, `auth.code_wrong`
 */
export async function signIn(ctx: Ctx, request: SignInRequest): Promise<OpenedSession | null> {
  const { attemptId, user } = await ctx.transaction(async (tx) => ({
    attemptId: await beginAttempt(tx, request),
    user: await findAccount(tx, request.email),
  }));
  const matches = await verifyPassword(user?.password_hash ?? null, request.password);
  const outcome = await ctx.transaction(async (tx): Promise<Outcome> => {
    if (!matches || !user || !isUsable(user, tx.at)) {
      await recordRefusal(tx, user?.id ?? null, "credentials");
      return { session: null };
    }
    const refusal = await askSecondFactor(tx, user.id, request.code ?? null, attemptId);
    if (refusal) return { refusal };
    await succeedAttempt(tx, attemptId);
    await startGrace(tx, user.id);
    return { session: await openSession(tx, user, request.userAgent) };
  });
  if ("refusal" in outcome) throw outcome.refusal;
  return outcome.session;
}

/** What stands between a right password and the session; committed before it is thrown, so that it counts. */
async function askSecondFactor(
  tx: Tx,
  userId: string,
  code: string | null,
  attemptId: bigint,
): Promise<DomainError | null> {
  if (!(await hasTotp(tx, userId))) return null;
  if (code === null) {
    await forgetAttempt(tx, attemptId);
    return new DomainError("auth.code_required");
  }
  const answer = await checkCode(tx, userId, code);
  if (answer.ok) return null;
  if (answer.retryAfterS > 0) {
    await forgetAttempt(tx, attemptId);
    return new DomainError("auth.rate_limited", { retryAfterS: answer.retryAfterS });
  }
  await recordRefusal(tx, userId, "code");
  return new DomainError("auth.code_wrong");
}

type Account = {
  id: string;
  password_hash: string | null;
  session_version: number;
  disabled_at: Date | null;
  access_until: Date | null;
};

async function findAccount(tx: Tx, email: string): Promise<Account | undefined> {
  const [user] = await tx.sql<Account>(
    "select id, password_hash, session_version, disabled_at, access_until from app_user where lower(email) = $1",
    [email],
  );
  return user;
}

function isUsable(user: Account, at: Date): boolean {
  return user.disabled_at === null && (user.access_until === null || user.access_until > at);
}

async function openSession(tx: Tx, user: Account, userAgent: string | null): Promise<OpenedSession> {
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
