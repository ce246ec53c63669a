import { recordEvents } from "#server/domain/audit/index";
import {
  beginTotp,
  changePassword,
  confirmTotp,
  disableTotp,
  endListedSession,
  endSessions,
  renewRecoveryCodes,
} from "#server/domain/users/index";
import { getTotpState, listSessions } from "#server/domain/users/queries";
import { identity, passwordChange, sessionRef, totpCodeInput } from "#server/domain/users/schemas";
import { mutation, query, router } from "../init";

/** What a person does with their own account; nobody else's can be named. */
export const profileRouter = router({
  totp: query("signed-in").query(({ ctx: { tx, actor } }) => getTotpState(tx, actor.id)),
  sessions: query("signed-in").query(({ ctx: { tx, actor } }) => listSessions(tx, actor.id)),
  changePassword: mutation("signed-in")
    .input(passwordChange)
    .mutation(({ ctx: { tx, actor }, input }) => changePassword(tx, { userId: actor.id, ...input })),
  beginTotp: mutation("signed-in").mutation(({ ctx: { tx, actor } }) => beginTotp(tx, actor.id)),
  confirmTotp: mutation("signed-in")
    .input(totpCodeInput)
    .mutation(async ({ ctx: { tx, actor }, input }) => {
      const confirmed = await confirmTotp(tx, { userId: actor.id, code: input.code });
      return { ok: confirmed !== null, recoveryCodes: confirmed?.recoveryCodes ?? [] };
    }),
  disableTotp: mutation("signed-in")
    .input(identity)
    .mutation(({ ctx: { tx, actor }, input }) => disableTotp(tx, { userId: actor.id, ...input })),
  renewRecoveryCodes: mutation("signed-in")
    .input(identity)
    .mutation(({ ctx: { tx, actor }, input }) => renewRecoveryCodes(tx, { userId: actor.id, ...input })),
  endSession: mutation("signed-in")
    .input(sessionRef)
    .mutation(async ({ ctx: { tx, actor }, input }) => {
      await endListedSession(tx, { userId: actor.id, ...input });
      return input;
    }),
  endOtherSessions: mutation("signed-in").mutation(async ({ ctx: { tx, actor } }) => {
    const count = await endSessions(tx, { userId: actor.id, except: actor.sessionId });
    await recordEvents(tx, [
      { action: "session.end_others", subjectType: "user", subjectId: actor.id, after: { count } },
    ]);
    return { count };
  }),
});
