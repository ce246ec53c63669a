import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { confirmIdentity, type IdentityAnswer } from "./identity";
import { findPasswordProblem } from "./model/password-rules";
import { hashPassword } from "./password";
import { endSessions } from "./session";

/**
 * Changes one's own password, asking for the present one; every other session of the person ends.
 * @throws `password.weak` (details.problem), `auth.rate_limited`
 */
export async function changePassword(
  tx: Tx,
  input: { userId: string; password: string; newPassword: string },
): Promise<IdentityAnswer> {
  await requireGoodPassword(tx, input.userId, input.newPassword);
  const answer = await confirmIdentity(tx, { userId: input.userId, password: input.password });
  if (!answer.ok) return answer;
  await tx.sql("update app_user set password_hash = $2 where id = $1", [
    input.userId,
    await hashPassword(input.newPassword),
  ]);
  await recordEvents(tx, [{ action: "user.change_password", subjectType: "user", subjectId: input.userId }]);
  await endSessions(tx, { userId: input.userId, except: tx.actor.sessionId });
  return answer;
}

/** @throws `password.weak` with the problem; `user.not_found` */
export async function requireGoodPassword(
  tx: Tx,
  userId: string,
  password: string,
  name?: string,
): Promise<void> {
  const [user] = await tx.sql<{ email: string; name: string }>(
    "select email, name from app_user where id = $1",
    [userId],
  );
  if (!user) throw new DomainError("user.not_found");
  const problem = findPasswordProblem(password, { email: user.email, name: name ?? user.name });
  if (problem) throw new DomainError("password.weak", { problem });
}
