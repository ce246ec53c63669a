export { actorOfCookie, getActor } from "./actor";
export { cookieNames } from "./cookies";
export { authOptions } from "./options";
export { isSameOrigin } from "./same-origin";
