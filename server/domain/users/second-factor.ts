import { createHash } from "node:crypto";
import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { codeWaitS, countedFailures } from "./model/code-limit";
import { findStep, readCode } from "./model/one-time-code";

/** Days in which a person whose role asks for the second factor may still work without it. */
export const graceDays = 7;

export type CodeAnswer = { ok: true } | { ok: false; retryAfterS: number };

type TotpRow = { secret: Uint8Array; last_step: bigint; failed_count: number; failed_at: Date | null };

export async function hasTotp(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.sql("select 1 from user_totp where user_id = $1 and confirmed_at is not null", [
    userId,
  ]);
  return rows.length > 0;
}

/**
 * Takes a code of the application or a recovery code, each once: the row is locked, so that of two
 * processes with the same code one is refused. Wrong ones are counted and make the next wait; the caller
 * must let the transaction commit for that.
 */
export async function checkCode(tx: Tx, userId: string, text: string): Promise<CodeAnswer> {
  const [row] = await tx.sql<TotpRow>(
    `select secret, last_step, failed_count, failed_at from user_totp
      where user_id = $1 and confirmed_at is not null for update`,
    [userId],
  );
  if (!row) return { ok: false, retryAfterS: 0 };
  const history = { failedCount: row.failed_count, failedAt: row.failed_at };
  const waitS = codeWaitS(history, tx.at);
  if (waitS > 0) return { ok: false, retryAfterS: waitS };
  const read = readCode(text);
  const isTaken =
    read?.kind === "totp"
      ? await takeStep(tx, userId, row, read.code)
      : read?.kind === "recovery" && (await takeRecoveryCode(tx, userId, read.code));
  await tx.sql("update user_totp set failed_count = $2, failed_at = $3 where user_id = $1", [
    userId,
    isTaken ? 0 : countedFailures(history, tx.at) + 1,
    isTaken ? null : tx.at,
  ]);
  return isTaken ? { ok: true } : { ok: false, retryAfterS: 0 };
}

async function takeStep(tx: Tx, userId: string, row: TotpRow, code: string): Promise<boolean> {
  const secret = tx.ports.vault.open(row.secret, purposeOf(userId));
  if (secret === null) {
    tx.log.warn({ userId }, "a second factor was sealed with another NEXTAUTH_SECRET");
    return false;
  }
  const step = findStep(secret, code, tx.at);
  if (step === null || step <= row.last_step) return false;
  await tx.sql("update user_totp set last_step = $2 where user_id = $1", [userId, step]);
  return true;
}

async function takeRecoveryCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  const taken = await tx.sql(
    "update user_recovery_code set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null returning 1",
    [userId, hashRecoveryCode(userId, code), tx.at],
  );
  if (taken.length === 0) return false;
  const [left] = await tx.sql<{ left: number }>(
    "select count(*)::int as left from user_recovery_code where user_id = $1 and used_at is null",
    [userId],
  );
  await recordEvents(tx, [
    {
      action: "recovery_code.use",
      subjectType: "user",
      subjectId: userId,
      after: { left: left?.left ?? 0 },
    },
  ]);
  return true;
}

/** A recovery code's 80 random bits need no slow hash; the person's id keeps equal codes apart. */
export function hashRecoveryCode(userId: string, code: string): Buffer {
  return createHash("sha256")
    .update(`${userId}:${code.replaceAll("-", "").toLowerCase()}`)
    .digest();
}

/** What a secret is sealed for: moved to another person's row it opens nothing. */
export function purposeOf(userId: string): string {
  return `totp:${userId}`;
}

/** The first sign-in of who should have the second factor and has none starts the days of grace. */
export async function startGrace(tx: Tx, userId: string): Promise<void> {
  await tx.sql(
    `update app_user u set totp_grace_until = $2::timestamptz + make_interval(days => $3)
      where u.id = $1 and u.totp_grace_until is null and role_requires_totp(u.role)
        and not exists (select 1 from user_totp t where t.user_id = u.id and t.confirmed_at is not null)`,
    [userId, tx.at, graceDays],
  );
}
