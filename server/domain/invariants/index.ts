export type { Example, Finding } from "./checks";
export { graceDefaultS, type InvariantReport, verifyInvariants } from "./verify";
