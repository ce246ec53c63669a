import { createHash, timingSafeEqual } from "node:crypto";
import { findTokenActor } from "#server/domain/tokens/index";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

/** Before a token is known: no right and no fund. */
export const nobody: Actor = { kind: "system", id: "rest", userId: null, capabilities: new Set(), funds: [] };

/**
 * Who a request's Bearer token speaks for. Never read from the address, where logs would keep it.
 * @throws DomainError `token.invalid`
 */
export async function authenticate(ctx: Ctx, headers: Headers): Promise<Actor> {
  const [scheme, token, ...rest] = (headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token || rest.length > 0) throw new DomainError("token.invalid");
  const actor = await ctx.transaction((tx) => findTokenActor(tx, token));
  if (!actor) throw new DomainError("token.invalid");
  return actor;
}

/** ANBIMA's notices: no person, no right and no fund. */
const anbima: Actor = { kind: "system", id: "anbima", userId: null, capabilities: new Set(), funds: [] };

/**
 * Lets ANBIMA in by HTTP Basic with the credential of this installation; compared in constant time.
 * @throws DomainError `token.invalid`
 */
export function authenticateAnbima(headers: Headers, credential: string | undefined): Actor {
  const [scheme, encoded = "", ...rest] = (headers.get("authorization") ?? "").split(" ");
  const given = Buffer.from(encoded, "base64").toString("utf8");
  const isBasic = scheme?.toLowerCase() === "basic" && rest.length === 0;
  if (!credential || !isBasic || !timingSafeEqual(digest(given), digest(credential)))
    throw new DomainError("token.invalid");
  return anbima;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
