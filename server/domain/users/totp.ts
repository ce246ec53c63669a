import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { recordRefusal } from "./attempts";
import { confirmIdentity, type IdentityAnswer } from "./identity";
import { findStep, newRecoveryCode, newTotpSecret, readCode, totpAddress } from "./model/one-time-code";
import { drawQrCode, type QrCode } from "./qr-code";
import { hashRecoveryCode, hasTotp, purposeOf } from "./second-factor";
import { endSessions } from "./session";

export type TotpOffer = { secret: string; qr: QrCode };

/**
 * Offers a person a secret for their authenticator application. Nothing is asked of them before they
 * confirm it with a code; beginning again replaces the offer.
 * @throws `totp.on`
 */
export async function beginTotp(tx: Tx, userId: string): Promise<TotpOffer> {
  if (await hasTotp(tx, userId)) throw new DomainError("totp.on");
  const secret = newTotpSecret();
  const [user] = await tx.sql<{ email: string }>("select email from app_user where id = $1", [userId]);
  if (!user) throw new DomainError("user.not_found");
  await tx.sql(
    `insert into user_totp (user_id, secret, created_at) values ($1, $2, $3)
     on conflict (user_id) do update set secret = excluded.secret, created_at = excluded.created_at,
       last_step = 0, failed_count = 0, failed_at = null
      where user_totp.confirmed_at is null`,
    [userId, tx.ports.vault.seal(secret, purposeOf(userId)), tx.at],
  );
  await recordEvents(tx, [{ action: "totp.begin", subjectType: "user", subjectId: userId }]);
  return { secret, qr: await drawQrCode(totpAddress(secret, user.email)) };
}

/**
 * Turns the second factor on with a code of the offered secret, and hands out ten recovery codes, once.
 * The person's other sessions end. `null`: the code does not match; nothing changes.
 * @throws `totp.on`, `totp.not_begun`
 */
export async function confirmTotp(
  tx: Tx,
  { userId, code }: { userId: string; code: string },
): Promise<{ recoveryCodes: string[] } | null> {
  const [row] = await tx.sql<{ secret: Uint8Array; confirmed_at: Date | null }>(
    "select secret, confirmed_at from user_totp where user_id = $1 for update",
    [userId],
  );
  if (row?.confirmed_at) throw new DomainError("totp.on");
  const secret = row && tx.ports.vault.open(row.secret, purposeOf(userId));
  if (!secret) throw new DomainError("totp.not_begun");
  const read = readCode(code);
  const step = read?.kind === "totp" ? findStep(secret, read.code, tx.at) : null;
  if (step === null) {
    await recordRefusal(tx, userId, "code");
    return null;
  }
  await tx.sql("update user_totp set confirmed_at = $2, last_step = $3 where user_id = $1", [
    userId,
    tx.at,
    step,
  ]);
  await tx.sql("update app_user set totp_grace_until = null where id = $1", [userId]);
  await recordEvents(tx, [
    { action: "totp.confirm", subjectType: "user", subjectId: userId, after: { totp: true } },
  ]);
  await endSessions(tx, { userId, except: tx.actor.sessionId });
  return { recoveryCodes: await issueRecoveryCodes(tx, userId) };
}

/** Makes ten new recovery codes; the old ones are worthless. Password and code are asked first. */
export async function renewRecoveryCodes(
  tx: Tx,
  input: { userId: string; password: string; code: string },
): Promise<{ answer: IdentityAnswer; recoveryCodes: string[] }> {
  const answer = await confirmIdentity(tx, input);
  return { answer, recoveryCodes: answer.ok ? await issueRecoveryCodes(tx, input.userId) : [] };
}

/**
 * Turns one's own second factor off, with password and code.
 * @throws `totp.required` when the role asks for it
 */
export async function disableTotp(
  tx: Tx,
  input: { userId: string; password: string; code: string },
): Promise<IdentityAnswer> {
  const [policy] = await tx.sql("select 1 from app_user where id = $1 and role_requires_totp(role)", [
    input.userId,
  ]);
  if (policy) throw new DomainError("totp.required");
  const answer = await confirmIdentity(tx, input);
  if (answer.ok) await removeTotp(tx, input.userId, "totp.disable");
  return answer;
}

/** Takes the second factor and its recovery codes away; the next sign-in starts new days of grace. */
export async function removeTotp(
  tx: Tx,
  userId: string,
  action: "totp.disable" | "totp.reset",
): Promise<void> {
  await tx.sql("delete from user_recovery_code where user_id = $1", [userId]);
  await tx.sql("delete from user_totp where user_id = $1", [userId]);
  await tx.sql("update app_user set totp_grace_until = null where id = $1", [userId]);
  await recordEvents(tx, [
    { action, subjectType: "user", subjectId: userId, before: { totp: true }, after: { totp: false } },
  ]);
}

const recoveryCodesCount = 10;

async function issueRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodesCount }, newRecoveryCode);
  await tx.sql("delete from user_recovery_code where user_id = $1", [userId]);
  await tx.sql(
    `insert into user_recovery_code (user_id, code_hash, created_at)
     select $1, hash, $3 from unnest($2::bytea[]) as c(hash)`,
    [userId, codes.map((code) => hashRecoveryCode(userId, code)), tx.at],
  );
  await recordEvents(tx, [
    { action: "recovery_code.issue", subjectType: "user", subjectId: userId, after: { count: codes.length } },
  ]);
  return codes;
}
