export { createToken } from "./create";
export { findTokenActor } from "./find";
export { revokeToken } from "./revoke";
