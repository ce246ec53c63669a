export { exportLog, type LogFilter, recordExport } from "./export-log";
export { canonicalJson, type Json } from "./model/canonical";
export { type AuditEvent, recordEvents } from "./record";
export { type SealOutcome, sealEvents } from "./seal";
export { type LogProblem, type LogReport, verifyLog } from "./verify-log";
