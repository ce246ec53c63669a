import type { Tx } from "#server/kernel/context";
import { checkTotals, type ExpectedTotals, reviveExpected, type TotalCheck } from "./model/control-totals";
import { revivePreview } from "./model/preview";

export type Control = {
  expected: ExpectedTotals;
  /** null while no preview of these very rows tells what goes in. */
  checks: TotalCheck[] | null;
};

/** What is expected of a file, and how it compares; null when nothing is. Call it for who sees the whole file. */
export async function readControl(tx: Tx, uploadId: string): Promise<Control | null> {
  const [upload] = await tx.sql<{ expected: unknown; preview: unknown; isStale: boolean }>(
    `select expected_totals as expected, preview,
            coalesce(rows_changed_at > (preview ->> 'computedAt')::timestamptz, false) as "isStale" from upload where id = $1`,
    [uploadId],
  );
  const expected = reviveExpected(upload?.expected);
  if (expected === null) return null;
  const found = upload?.isStale ? null : revivePreview(upload?.preview)?.totals;
  return { expected, checks: found ? checkTotals(expected, found) : null };
}
