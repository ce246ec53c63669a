import { getPreferences, keepPreferences, keepPreferencesInput } from "#server/domain/users/index";
import { getProfile, getSessionEnd, getTotpState, listGrantors } from "#server/domain/users/queries";
import { mutation, query, router } from "../init";

export const sessionRouter = router({
  /** The person who is signed in, and what they may do (for navigation; every door checks again). */
  me: query("signed-in").query(async ({ ctx: { tx, actor } }) => ({
    ...(await getProfile(tx, actor.id)),
    capabilities: [...actor.capabilities],
    preferences: await getPreferences(tx),
    sessionEnd: await getSessionEnd(tx),
    totp: await getTotpState(tx, actor.id),
  })),
  /** Who can be asked for a right. */
  grantors: query("signed-in").query(({ ctx: { tx } }) => listGrantors(tx)),
  prefer: mutation("signed-in")
    .input(keepPreferencesInput)
    .mutation(({ ctx: { tx }, input }) => keepPreferences(tx, input)),
  /** Asking is a sign of life: the session's idle time starts anew. */
  end: query("signed-in").query(({ ctx: { tx } }) => getSessionEnd(tx)),
});
