import { createHash } from "node:crypto";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

/** An answer as it is kept to be given again. */
export type KeptAnswer = { status: number; body: unknown; headers: Record<string, string> };

const claimHours = 1;

/** @throws DomainError `input.invalid` */
export function readKey(headers: Headers): string | null {
  const key = headers.get("idempotency-key");
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new DomainError("input.invalid", {
      field: "Idempotency-Key",
      expected: "de 1 a 200 caracteres visíveis, sem espaço",
    });
  }
  return key;
}

export function hashRequest(...parts: readonly string[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest();
}

/**
 * Runs a write once for its key, in the transaction of its effects: either both exist or neither. The
 * same request again gets the first answer; a request that failed left nothing, and may be tried again.
 * @throws DomainError `idempotency.in_progress`, `idempotency.reused`
 */
export async function onceInTransaction(
  tx: Tx,
  key: string,
  requestHash: Buffer,
  run: () => Promise<KeptAnswer>,
): Promise<{ answer: KeptAnswer; isReplay: boolean }> {
  const [turn] = await tx.sql<{ mine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended($1, 7)) as mine",
    [`idempotency:${tx.actor.id}:${key}`],
  );
  if (!turn?.mine) throw new DomainError("idempotency.in_progress");
  const kept = await findKey(tx, key);
  if (kept) return { answer: replay(kept, requestHash), isReplay: true };
  const answer = await run();
  await tx.sql(
    `insert into idempotency_key (actor_id, key, request_hash, status, response) values ($1::uuid, $2, $3, $4, $5::jsonb)`,
    [
      tx.actor.id,
      key,
      requestHash,
      answer.status,
      JSON.stringify({ body: answer.body, headers: answer.headers }),
    ],
  );
  return { answer, isReplay: false };
}

/**
 * Takes a key before a body is read whose effects take several transactions. Null: it is ours. What a
 * crash left unanswered may be taken again after an hour.
 * @throws DomainError `idempotency.in_progress`
 */
export async function claimKey(ctx: Ctx, key: string): Promise<KeptKey | null> {
  return await ctx.transaction(async (tx) => {
    await tx.sql(
      "delete from idempotency_key where actor_id = $1::uuid and key = $2 and status is null and created_at < now() - make_interval(hours => $3)",
      [tx.actor.id, key, claimHours],
    );
    const claimed = await tx.sql(
      `insert into idempotency_key (actor_id, key, request_hash) values ($1::uuid, $2, '\\x') on conflict do nothing returning key`,
      [tx.actor.id, key],
    );
    return claimed.length > 0 ? null : await findKey(tx, key);
  });
}

/** Keeps the answer of a claimed key. */
export async function keepAnswer(
  ctx: Ctx,
  key: string,
  requestHash: Buffer,
  answer: KeptAnswer,
): Promise<void> {
  await ctx.transaction((tx) =>
    tx.sql(
      "update idempotency_key set request_hash = $3, status = $4, response = $5::jsonb where actor_id = $1::uuid and key = $2",
      [
        tx.actor.id,
        key,
        requestHash,
        answer.status,
        JSON.stringify({ body: answer.body, headers: answer.headers }),
      ],
    ),
  );
}

/** Gives a claimed key up: the request failed and may be sent again under the same key. */
export async function releaseKey(ctx: Ctx, key: string): Promise<void> {
  await ctx.transaction((tx) =>
    tx.sql("delete from idempotency_key where actor_id = $1::uuid and key = $2 and status is null", [
      tx.actor.id,
      key,
    ]),
  );
}

export type KeptKey = {
  requestHash: Uint8Array;
  status: number | null;
  response: { body: unknown; headers: Record<string, string> } | null;
};

/** @throws DomainError `idempotency.in_progress`, `idempotency.reused` */
export function replay(kept: KeptKey, requestHash: Buffer): KeptAnswer {
  if (kept.status === null || kept.response === null) throw new DomainError("idempotency.in_progress");
  if (!requestHash.equals(kept.requestHash)) throw new DomainError("idempotency.reused");
  return { status: kept.status, ...kept.response };
}

async function findKey(tx: Tx, key: string): Promise<KeptKey | null> {
  const [row] = await tx.sql<KeptKey>(
    `select request_hash as "requestHash", status, response from idempotency_key where actor_id = $1::uuid and key = $2`,
    [tx.actor.id, key],
  );
  return row ?? null;
}
