import type { Tx } from "#server/kernel/context";
import { beginAttempt, recordRefusal, succeedAttempt } from "./attempts";
import { verifyPassword } from "./password";
import { checkCode } from "./second-factor";

/** A refusal is an answer, not an error: the transaction that counts it must commit. */
export type IdentityAnswer = { ok: true } | { ok: false; wrong: "password" | "code"; retryAfterS: number };

/**
 * Asks a signed-in person for their password again, and a code of the second factor where one is given:
 * a borrowed screen is not the person. Tries are limited like those at the door.
 * @throws `auth.rate_limited`
 */
export async function confirmIdentity(
  tx: Tx,
  input: { userId: string; password: string; code?: string },
): Promise<IdentityAnswer> {
  const self = `person:${input.userId}`;
  const attemptId = await beginAttempt(tx, { emailHash: self, addressHash: self });
  const [user] = await tx.sql<{ password_hash: string | null }>(
    "select password_hash from app_user where id = $1",
    [input.userId],
  );
  if (!(await verifyPassword(user?.password_hash ?? null, input.password))) {
    await recordRefusal(tx, input.userId, "password");
    return { ok: false, wrong: "password", retryAfterS: 0 };
  }
  await succeedAttempt(tx, attemptId);
  if (input.code === undefined) return { ok: true };
  const answer = await checkCode(tx, input.userId, input.code);
  if (answer.ok) return answer;
  await recordRefusal(tx, input.userId, "code");
  return { ok: false, wrong: "code", retryAfterS: answer.retryAfterS };
}
