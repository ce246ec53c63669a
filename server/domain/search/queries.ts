export { type Found, findAnything } from "./find";
