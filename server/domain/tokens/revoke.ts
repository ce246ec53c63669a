import type { z } from "zod";
import { recordEvents } from "#server/domain/audit/index";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { revokeTokenInput } from "./schemas";

/**
 * Ends a token; its next request is refused. Safe to repeat. People revoke their own tokens, the system
 * and who manages users anybody's. With `ofUser` only a live token of that person is meant.
 * @throws DomainError `token.not_found`
 */
export async function revokeToken(
  ctx: Ctx,
  input: z.infer<typeof revokeTokenInput>,
  ofUser?: string,
): Promise<void> {
  const { tokenId, reason } = revokeTokenInput.parse(input);
  await ctx.transaction(async (tx) => {
    const [token] = await tx.sql<{ user_id: string; revoked_at: Date | null }>(
      "select user_id, revoked_at from api_token where id = $1 for update",
      [tokenId],
    );
    const { actor } = tx;
    const isTheirs =
      actor.kind === "system" || actor.capabilities.has("user:update") || token?.user_id === actor.userId;
    if (!token || !isTheirs || (ofUser && token.user_id !== ofUser)) throw new DomainError("token.not_found");
    if (token.revoked_at && ofUser) throw new DomainError("token.not_found");
    if (token.revoked_at) return;
    await tx.sql("update api_token set revoked_at = $2 where id = $1", [tokenId, tx.at]);
    await recordEvents(tx, [{ action: "token.revoke", subjectType: "token", subjectId: tokenId, reason }]);
  });
}
