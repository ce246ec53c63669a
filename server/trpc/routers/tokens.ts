import { createToken, revokeToken } from "#server/domain/tokens/index";
import { listTokens } from "#server/domain/tokens/queries";
import { createTokenInput, revokeTokenInput } from "#server/domain/tokens/schemas";
import { mutation, query, router } from "../init";

/** One's own tokens; who manages people ends others' on their pages. */
export const tokensRouter = router({
  list: query("token:create").query(({ ctx: { tx, actor } }) => listTokens(tx, actor.id)),
  create: mutation("token:create")
    .input(createTokenInput.omit({ userId: true }))
    .mutation(({ ctx: { tx, actor }, input }) => createToken(tx, { ...input, userId: actor.id })),
  revoke: mutation("token:create")
    .input(revokeTokenInput)
    .mutation(async ({ ctx: { tx, actor }, input }) => {
      await revokeToken(tx, input, actor.id);
      return input;
    }),
});
