export { actorOfCookie, getActor } from "./actor";
export { cookieNames } from "./cookies";
export { allowedRedirect, authOptions } from "./options";
export { isSameOrigin } from "./same-origin";
