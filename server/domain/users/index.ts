export { acceptInvitation, requestPassword, resetPassword } from "./accept-invitation";
export { changePassword } from "./change-password";
export { createUser } from "./create";
export { decideAccess, withdrawAccess } from "./decide-access";
export { disablePerson, disableUser, enablePerson } from "./disable";
export { findUserActor, findUserPassword } from "./find";
export { confirmIdentity, type IdentityAnswer } from "./identity";
export { inviteUser, resendInvitation, revokeInvitation } from "./invite";
export { sendLinkJob } from "./jobs";
export { findLink } from "./link";
export { verifyPassword } from "./password";
export { getPreferences, keepPreferences, keepPreferencesInput } from "./preferences";
export { requestAccess, requestPolicy, requestTotpReset } from "./request-access";
export { sendLink } from "./send-link";
export {
  endListedSession,
  endSession,
  endSessions,
  findSessionActor,
  type SessionClaim,
  sessionHoursMax,
} from "./session";
export { type OpenedSession, signIn } from "./sign-in";
export { beginTotp, confirmTotp, disableTotp, renewRecoveryCodes } from "./totp";
