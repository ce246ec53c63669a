export { findAnything } from "./find";
