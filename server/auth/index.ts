export { actorOfCookie, getActor } from "./actor";
export { cookieNames } from "./cookies";
export { webEnv } from "./environment";
export { answerInvitation, answerPassword, answerPasswordRequest } from "./links";
export { authOptions } from "./options";
export { isSameOrigin } from "./same-origin";
