export { createUser } from "./create";
export { disableUser } from "./disable";
export { findUserActor, findUserPassword } from "./find";
export { hashPassword, verifyPassword } from "./password";
export { getProfile, type Profile } from "./queries";
export { endSession, findSessionActor, type SessionClaim, sessionHoursMax } from "./session";
export { type OpenedSession, type SignInRequest, signIn } from "./sign-in";
