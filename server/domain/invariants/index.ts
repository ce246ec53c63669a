export { graceDefaultS, type InvariantReport, verifyInvariants } from "./verify";
