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
