import type { Tx } from "#server/kernel/context";
import { rawHash } from "./edits";
import type { RowVerdict } from "./model/chunk-rows";
import { judgeCorrection, keyOf } from "./model/correction";
import type { FileFormat } from "./model/head";
import type { RowProblem } from "./model/problems";
import { sourceFields } from "./staged-rows";

type ParentRow = { rowNo: number; raw: string; code: string | null; problem: RowProblem | null };

/** Judges the lines of a correction against the rejected ones that their `_chave` names. */
export async function matchParent(
  tx: Tx,
  parentId: string,
  verdicts: readonly RowVerdict[],
  format: FileFormat,
): Promise<readonly RowVerdict[]> {
  const keys = new Map(verdicts.map((verdict) => [verdict.rowNo, keyOf(verdict, format)]));
  const rowNos = [...keys.values()].flatMap((key) => (key ? [key.rowNo] : []));
  if (rowNos.length === 0) return verdicts;
  const [parent] = await tx.sql<{ header: FileFormat | null }>("select header from upload where id = $1", [
    parentId,
  ]);
  if (!parent?.header) return verdicts;
  const rows = await tx.sql<ParentRow>(
    `select row_no as "rowNo", raw, code, problem from upload_row where upload_id = $1 and row_no = any ($2) and state = 'REJECTED'`,
    [parentId, rowNos],
  );
  const byRow = new Map(rows.map((row) => [row.rowNo, row]));
  const { header } = parent;
  return verdicts.map((verdict) => {
    const key = keys.get(verdict.rowNo);
    const row = key && byRow.get(key.rowNo);
    if (!row || !rawHash(row.raw).startsWith(key.hashStart)) return verdict;
    const { code, problem } = row;
    const line = { fields: sourceFields(row.raw, header), code, problem };
    return judgeCorrection(verdict, format, line, header.header.names);
  });
}
