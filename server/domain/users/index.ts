export { createUser } from "./create";
export { disableUser } from "./disable";
export { findUserActor, findUserPassword } from "./find";
export { verifyPassword } from "./password";
export { getPreferences, keepPreferences, keepPreferencesInput } from "./preferences";
export { getProfile } from "./queries";
export { endSession, findSessionActor, type SessionClaim, sessionHoursMax } from "./session";
export { type OpenedSession, signIn } from "./sign-in";
