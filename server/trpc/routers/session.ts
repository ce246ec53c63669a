import {
  getPreferences,
  getProfile,
  keepPreferences,
  keepPreferencesInput,
} from "#server/domain/users/index";
import { mutation, query, router } from "../init";

export const sessionRouter = router({
  /** The person who is signed in, and what they may do (for navigation; every door checks again). */
  me: query("signed-in").query(async ({ ctx: { tx, actor } }) => ({
    ...(await getProfile(tx, actor.id)),
    capabilities: [...actor.capabilities],
    preferences: await getPreferences(tx),
  })),
  prefer: mutation("signed-in")
    .input(keepPreferencesInput)
    .mutation(({ ctx: { tx }, input }) => keepPreferences(tx, input)),
});
