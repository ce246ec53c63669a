import type { Sql, Tx } from "#server/kernel/context";

/**
 * The same transaction, remembering whether an audit event was appended in it. It watches the
 * statements rather than trusting the verb to say so.
 */
export function watchEvents(inner: Tx): { tx: Tx; hasEvents: () => boolean } {
  let isRecorded = false;
  const sql: Sql = (text, params) => {
    if (/^\s*insert\s+into\s+audit_event\b/i.test(text)) isRecorded = true;
    return inner.sql(text, params);
  };
  const tx: Tx = { ...inner, sql, transaction: (run) => run(tx) };
  return { tx, hasEvents: () => isRecorded };
}
