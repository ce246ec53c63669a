import { z } from "zod";
import { listLatestEventsOf } from "#server/domain/audit/queries";
import { revokeToken } from "#server/domain/tokens/index";
import { listTokens } from "#server/domain/tokens/queries";
import { revokeTokenInput } from "#server/domain/tokens/schemas";
import {
  decideAccess,
  disablePerson,
  enablePerson,
  endListedSession,
  inviteUser,
  requestAccess,
  requestPolicy,
  requestTotpReset,
  resendInvitation,
  revokeInvitation,
  withdrawAccess,
} from "#server/domain/users/index";
import {
  countRequests,
  getUser,
  listRequests,
  listRolePolicies,
  listSessions,
  listUsers,
  userStates,
} from "#server/domain/users/queries";
import {
  accessChange,
  decision,
  invitation,
  personSession,
  policyChange,
  requestRef,
  userRef,
  userWithReason,
} from "#server/domain/users/schemas";
import { roles } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

const filter = z.strictObject({
  text: z.string().trim().max(120).nullish(),
  role: z.enum(roles).nullish(),
  state: z.enum(userStates).nullish(),
  ...page,
});

export const usersRouter = router({
  list: query("user:read")
    .input(filter)
    .query(({ ctx: { tx }, input }) => listUsers(tx, input)),
  get: query("user:read")
    .input(userRef)
    .query(async ({ ctx: { tx }, input: { userId } }) => ({
      user: await getUser(tx, userId),
      sessions: await listSessions(tx, userId),
      tokens: await listTokens(tx, userId),
      requests: await listRequests(tx, { userId }),
      decided: await listRequests(tx, { userId, isDecided: true, limit: 20 }),
      events: await listLatestEventsOf(tx, userId, { without: "session.", limit: 50 }),
    })),
  invite: mutation("user:update")
    .input(invitation)
    .mutation(({ ctx: { tx }, input }) => inviteUser(tx, input)),
  resendInvitation: mutation("user:update").input(userRef).mutation(done(resendInvitation)),
  revokeInvitation: mutation("user:update").input(userWithReason).mutation(done(revokeInvitation)),
  disable: mutation("user:update").input(userWithReason).mutation(done(disablePerson)),
  enable: mutation("user:update").input(userWithReason).mutation(done(enablePerson)),
  endSession: mutation("user:update")
    .input(personSession)
    .mutation(async ({ ctx: { tx }, input }) => {
      await getUser(tx, input.userId);
      await endListedSession(tx, input, "pelo administrador");
      return input;
    }),
  revokeToken: mutation("user:update")
    .input(revokeTokenInput.extend({ userId: z.uuid() }))
    .mutation(async ({ ctx: { tx }, input: { userId, ...input } }) => {
      await getUser(tx, userId);
      await revokeToken(tx, input, userId);
      return input;
    }),
  requestAccess: mutation("user:update")
    .input(accessChange)
    .mutation(({ ctx: { tx }, input }) => requestAccess(tx, input)),
  requestTotpReset: mutation("user:update")
    .input(userWithReason)
    .mutation(({ ctx: { tx }, input }) => requestTotpReset(tx, input)),
  requestPolicy: mutation("user:update")
    .input(policyChange)
    .mutation(({ ctx: { tx }, input }) => requestPolicy(tx, input)),
  requests: query("user:read").query(async ({ ctx: { tx } }) => ({
    waiting: await listRequests(tx, {}),
    decided: await listRequests(tx, { isDecided: true, limit: 50 }),
  })),
  countRequests: query("user:approve").query(({ ctx: { tx } }) => countRequests(tx)),
  decide: mutation("user:approve").input(decision).mutation(done(decideAccess)),
  withdraw: mutation("user:update").input(requestRef).mutation(done(withdrawAccess)),
  policies: query("user:read").query(({ ctx: { tx } }) => listRolePolicies(tx)),
});

/** A verb without a result: the answer says what it was about. */
function done<Input>(verb: (tx: Tx, input: Input) => Promise<void>) {
  return async ({ ctx: { tx }, input }: { ctx: { tx: Tx }; input: Input }) => {
    await verb(tx, input);
    return input;
  };
}
