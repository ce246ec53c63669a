export { canonicalJson, type Json } from "./model/canonical";
export { type AuditEvent, recordEvents } from "./record";
