import { hash } from "node:crypto";
import type { Tx } from "#server/kernel/context";
import { rawHash } from "./edits";
import type { RowVerdict } from "./model/chunk-rows";
import { judgeCorrection, keyOf } from "./model/correction";
import type { FileFormat } from "./model/head";
import type { RowProblem } from "./model/problems";
import { contentKey } from "./model/row";
import { sourceFields } from "./staged-rows";

type ParentRow = {
  rowNo: number;
  raw: string;
  code: string | null;
  problem: RowProblem | null;
  takenHash: string | null;
};

/**
 * Judges the lines of a correction against those that their `_chave` names: what did not change is told so,
 * and what was accepted already, in the file itself or by an earlier correction, is not taken again.
 */
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
  const byRow = new Map((await readParentRows(tx, parentId, rowNos)).map((row) => [row.rowNo, row]));
  const { header } = parent;
  return verdicts.map((verdict) => {
    const key = keys.get(verdict.rowNo);
    const row = key && byRow.get(key.rowNo);
    if (!row || !rawHash(row.raw).startsWith(key.hashStart)) return verdict;
    const { code, problem, takenHash } = row;
    const taken = takenHash === null ? null : hashOf(verdict) === takenHash ? "same" : "other";
    const line = { fields: sourceFields(row.raw, header), code, problem, taken } as const;
    return { ...judgeCorrection(verdict, format, line, header.header.names), correctsRow: row.rowNo };
  });
}

function hashOf(verdict: RowVerdict): string | null {
  return verdict.ok ? hash("sha256", contentKey(verdict.row), "hex") : null;
}

/** Lines of the parent, each with the content of the operation that it, or its correction, became. */
async function readParentRows(tx: Tx, parentId: string, rowNos: readonly number[]): Promise<ParentRow[]> {
  return await tx.sql<ParentRow>(
    `select r.row_no as "rowNo", r.raw, r.code, r.problem, encode(coalesce(own.content_hash, later.content_hash), 'hex') as "takenHash"
       from upload_row r
       left join operation own on r.state = 'ACCEPTED' and own.id = r.operation_id and own.taken_back_at is null
       left join lateral (
         select o.content_hash from upload s
           join upload_row x on x.upload_id = s.id and x.corrects_row = r.row_no and x.state = 'ACCEPTED'
           join operation o on o.id = x.operation_id and o.taken_back_at is null
          where s.parent_id = r.upload_id limit 1) later on true
      where r.upload_id = $1 and r.row_no = any ($2)`,
    [parentId, rowNos],
  );
}
