import type { Tx } from "#server/kernel/context";
import type { RowVerdict } from "./model/chunk-rows";
import { verdictOfEdit } from "./model/edit";
import { applyValueFix, fixesFor, readingFixes, readsDay, type ValueFixKind } from "./model/fixes";
import type { FileFormat } from "./model/head";
import type { ColumnKey } from "./model/header";
import type { RowResult } from "./model/row";
import { sourceFields } from "./staged-rows";

/** Lines with one problem in one column. */
export type ProblemRef = { readonly code: string; readonly column: string | null };

export type FixableRow = { rowNo: number; lineNo: number; raw: string; edited: string[] | null };

export type MendedRow = { readonly row: FixableRow; readonly fields: string[]; readonly verdict: RowVerdict };

/** Rejected lines with the problem, in the order of the file. */
export async function readFixable(
  tx: Tx,
  uploadId: string,
  { code, column }: ProblemRef,
  page: { after: number; limit: number },
): Promise<FixableRow[]> {
  return await tx.sql<FixableRow>(
    `select r.row_no as "rowNo", r.line_no as "lineNo", r.raw, e.fields as edited
       from upload_row r left join upload_edit e on e.upload_id = r.upload_id and e.row_no = r.row_no
      where r.upload_id = $1 and r.state = 'REJECTED' and r.code = $2 and r.problem ->> 'column' is not distinct from $3::text
        and r.row_no > $4 order by r.row_no limit $5`,
    [uploadId, code, column, page.after, page.limit],
  );
}

/** What the repairs of a problem do to its lines: the line, mended, or null where a repair does not help. */
export function mendRow(
  row: FixableRow,
  kind: ValueFixKind,
  problem: ProblemRef,
  format: FileFormat,
  parse: (text: string) => RowResult,
): MendedRow | null {
  const before = row.edited ?? sourceFields(row.raw, format);
  const index = problem.column === null ? null : format.header.names.indexOf(problem.column);
  const fields = applyValueFix(
    kind,
    before,
    index === null || index < 0 ? null : index,
    format.header.columns.side ?? null,
  );
  if (fields === null) return null;
  const verdict = verdictOfEdit(row, fields, format.delimiter, parse);
  // Another problem may come to light behind this one; the same one again is no repair.
  const isSame =
    !verdict.ok && verdict.problem.code === problem.code && verdict.problem.column === problem.column;
  return isSame ? null : { row, fields, verdict };
}

/** Whether another order of day and month reads the line's date. */
export function mendsByReading(
  row: FixableRow,
  kind: keyof typeof readingFixes,
  problem: ProblemRef,
  format: FileFormat,
): boolean {
  const index = format.header.names.indexOf(problem.column ?? "");
  const value = (row.edited ?? sourceFields(row.raw, format))[index] ?? "";
  return readsDay(value, readingFixes[kind]);
}

/** The repairs that may help, by what the problem's column means. */
export function kindsFor({ code, column }: ProblemRef, format: FileFormat) {
  const index = column === null ? -1 : format.header.names.indexOf(column);
  const key = Object.entries(format.header.columns).find(([, at]) => at === index)?.[0];
  return fixesFor(code, (key as ColumnKey | undefined) ?? null);
}
