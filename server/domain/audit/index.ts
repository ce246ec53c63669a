export { exportLog, type LogFilter, recordExport } from "./export-log";
export { canonicalJson, type Json } from "./model/canonical";
export { proveEvent } from "./prove";
export { countReading } from "./reading";
export { type AuditEvent, recordEvents } from "./record";
export { revealPersonal } from "./reveal";
export { type SealOutcome, sealEvents } from "./seal";
export { type Pass, verifyAndKeep } from "./verification";
export { type LogProblem, type LogReport, verifyLog } from "./verify-log";
