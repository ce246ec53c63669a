import { hash } from "node:crypto";
import type { Tx } from "#server/kernel/context";
import type { RowVerdict } from "./model/chunk-rows";
import { verdictOfEdit } from "./model/edit";
import type { FileFormat } from "./model/head";
import type { RowResult } from "./model/row";

export type KeptEdit = { rowNo: number; raw: string; fields: readonly string[] | null; problem: unknown };

/** Which text an edit replaces. */
export function rawHash(raw: string): string {
  return hash("md5", raw, "hex");
}

/** Keeps edits, each over what the row had before. Nothing of the staged rows is changed here. */
export async function keepEdits(
  tx: Tx,
  uploadId: string,
  kind: string,
  edits: readonly KeptEdit[],
): Promise<void> {
  if (edits.length === 0) return;
  const rows = edits.map(({ rowNo, raw, fields, problem }) => ({
    row_no: rowNo,
    raw_hash: rawHash(raw),
    fields,
    problem,
  }));
  await tx.sql(
    `insert into upload_edit (upload_id, row_no, fields, kind, edited_by, raw_hash, problem)
     select $1::uuid, x.row_no, case when x.fields <> 'null'::jsonb then array(select jsonb_array_elements_text(x.fields)) end, $2, $3::uuid,
            x.raw_hash, nullif(x.problem, 'null'::jsonb)
       from jsonb_to_recordset($4::jsonb) as x(row_no int, raw_hash text, fields jsonb, problem jsonb)
     on conflict (upload_id, row_no) do update
        set fields = excluded.fields, kind = excluded.kind, edited_by = excluded.edited_by, edited_at = now(), sent_in = null,
            raw_hash = excluded.raw_hash, problem = excluded.problem`,
    [uploadId, kind, tx.actor.userId, JSON.stringify(rows)],
  );
}

/**
 * Lays the edits that people made over a chunk that is read again. One that replaced another text than
 * the line has now, or other columns, says nothing of it any more and is forgotten.
 */
export async function applyEdits(
  tx: Tx,
  uploadId: string,
  verdicts: readonly RowVerdict[],
  format: FileFormat,
  parse: (text: string) => RowResult,
): Promise<readonly RowVerdict[]> {
  const [first, last] = [verdicts[0], verdicts.at(-1)];
  if (!first || !last) return verdicts;
  const edits = await tx.sql<{ rowNo: number; fields: string[] | null; rawHash: string }>(
    `select row_no as "rowNo", fields, raw_hash as "rawHash" from upload_edit
      where upload_id = $1 and row_no between $2 and $3`,
    [uploadId, first.rowNo, last.rowNo],
  );
  if (edits.length === 0) return verdicts;
  const byRow = new Map(edits.map((edit) => [edit.rowNo, edit]));
  const stale: number[] = [];
  const edited = verdicts.map((verdict) => {
    const edit = byRow.get(verdict.rowNo);
    if (!edit) return verdict;
    const fits = edit.fields === null || edit.fields.length === format.header.names.length;
    if (edit.rawHash === rawHash(verdict.raw) && fits) {
      return verdictOfEdit(verdict, edit.fields, format.delimiter, parse);
    }
    stale.push(verdict.rowNo);
    return verdict;
  });
  if (stale.length > 0) {
    await tx.sql("delete from upload_edit where upload_id = $1 and row_no = any ($2)", [uploadId, stale]);
  }
  return edited;
}
