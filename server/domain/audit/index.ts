export { canonicalJson, type Json } from "./model/canonical";
export { type AuditEvent, recordEvents } from "./record";
export { type Halt, type SealOutcome, sealEvents } from "./seal";
export { type LogProblem, type LogReport, type Outside, verifyLog } from "./verify-log";
