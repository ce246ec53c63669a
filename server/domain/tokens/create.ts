import { createHash, randomBytes } from "node:crypto";
import { recordEvents } from "#server/domain/audit/index";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { formatToken } from "./model/token";
import { type CreateTokenInput, createTokenInput } from "./schemas";

export type CreatedToken = {
  tokenId: string /** Shown now and never again. */;
  token: string;
  expiresAt: Date;
};

/**
 * Makes a Bearer token that can do no more than its person: capabilities of their role, funds in their
 * scope. Only its SHA-256 is kept. People make tokens for themselves alone; the system for anybody.
 * @throws DomainError `user.not_found`, `auth.denied` (details.right: what the role lacks), `fund.not_found`
 */
export async function createToken(ctx: Ctx, input: CreateTokenInput): Promise<CreatedToken> {
  const wanted = createTokenInput.parse(input);
  if (ctx.actor.kind !== "system" && ctx.actor.userId !== wanted.userId)
    throw new DomainError("user.not_found");
  const tokenId = newId();
  const token = formatToken(tokenId, randomBytes(32).toString("base64url"));
  return await ctx.transaction(async (tx) => {
    await requireScope(tx, wanted);
    const expiresAt = new Date(tx.at.getTime() + wanted.days * 86_400_000);
    const capabilities = [...new Set(wanted.capabilities)].sort();
    const fundIds = wanted.funds === "all" ? [] : [...new Set(wanted.funds)].sort();
    await tx.sql(
      `insert into api_token (id, name, token_hash, user_id, capabilities, all_funds, fund_ids, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7::uuid[], $8, $9)`,
      [
        tokenId,
        wanted.name,
        hashToken(token),
        wanted.userId,
        capabilities,
        wanted.funds === "all",
        fundIds,
        tx.at,
        expiresAt,
      ],
    );
    await recordEvents(tx, [
      {
        action: "token.create",
        subjectType: "token",
        subjectId: tokenId,
        after: {
          user: wanted.userId,
          capabilities,
          funds: wanted.funds === "all" ? "all" : fundIds,
          expiresAt: expiresAt.toISOString(),
        },
        personal: { name: wanted.name },
      },
    ]);
    return { tokenId, token, expiresAt };
  });
}

/** What is stored of a token. 256 random bits need no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

async function requireScope(tx: Tx, wanted: CreateTokenInput): Promise<void> {
  const [user] = await tx.sql<{ role: Role; sees_all_funds: boolean; fund_ids: string[] }>(
    `select role, sees_all_funds, array(select fund_id::text from user_fund where user_id = u.id) as fund_ids
       from app_user u
      where id = $1 and disabled_at is null and (access_until is null or access_until > $2::timestamptz) for share`,
    [wanted.userId, tx.at],
  );
  if (!user) throw new DomainError("user.not_found");
  const missing = wanted.capabilities.find((capability) => !roleCapabilities[user.role].has(capability));
  if (missing) throw new DomainError("auth.denied", { right: missing });
  if (wanted.funds === "all") return;
  const known = await tx.sql<{ id: string }>("select id from fund where id = any ($1::uuid[])", [
    wanted.funds,
  ]);
  const reachable = new Set(
    known.map(({ id }) => id).filter((id) => user.sees_all_funds || user.fund_ids.includes(id)),
  );
  if (wanted.funds.some((fundId) => !reachable.has(fundId))) throw new DomainError("fund.not_found");
}
