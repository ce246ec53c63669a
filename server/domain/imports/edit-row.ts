import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { keepEdits } from "./edits";
import { previewUploadJob } from "./jobs";
import { type LockedUpload, lockDecided, lockUpload } from "./lock";
import type { RowVerdict } from "./model/chunk-rows";
import { verdictOfEdit } from "./model/edit";
import type { FileFormat } from "./model/head";
import { requireWhole } from "./queries";
import { openRowParser } from "./row-parser";
import { listStagedRows, type StagedRow, sourceFields } from "./staged-rows";
import { restageRows } from "./staged-values";

type Line = {
  rowNo: number;
  lineNo: number;
  raw: string;
  state: string;
  edited: string[] | null;
  hasEdit: boolean;
};

/**
 * Writes other values into one line. Before confirmation the staged row is decided anew with them; of a
 * finished file only rejected lines can be mended, and wait to be sent again. The file's own text stays.
 * A correction's line that is ignored because it is in already cannot be mended. `fields: null` leaves the line out; the file's own values undo the edit.
 * @throws DomainError `upload.not_found`, `upload.wrong_state`, `upload.row_not_found`
 */
export async function editRow(
  ctx: Ctx,
  input: { uploadId: string; rowNo: number; fields: Readonly<Record<string, string>> | null },
): Promise<StagedRow> {
  const { uploadId, rowNo } = input;
  return await ctx.transaction(async (tx) => {
    const { state } = await lockEditable(tx, uploadId);
    await requireWhole(tx, uploadId);
    const format = await readFormat(tx, uploadId);
    const line = await readLine(tx, uploadId, rowNo, state === "PREVIEWED" ? null : "REJECTED");
    const own = sourceFields(line.raw, format);
    const before = line.hasEdit ? line.edited : own;
    const fields = input.fields === null ? null : mergeFields(format, before ?? own, input.fields);
    const verdict = verdictOfEdit(line, fields, format.delimiter, await openRowParser(tx, uploadId, format));
    if (fields !== null && same(fields, own)) {
      await tx.sql("delete from upload_edit where upload_id = $1 and row_no = $2", [uploadId, rowNo]);
    } else {
      await keepEdits(tx, uploadId, "edit", [
        { rowNo, raw: line.raw, fields, problem: verdict.ok ? null : verdict.problem },
      ]);
    }
    await recordEdit(tx, uploadId, rowNo, before, fields);
    if (state === "PREVIEWED") await restage(tx, uploadId, [verdict]);
    const page = await listStagedRows(tx, { uploadId, rowNo });
    return page.items[0] as StagedRow;
  });
}

async function lockEditable(tx: Tx, uploadId: string): Promise<LockedUpload> {
  const upload = await lockUpload(tx, uploadId, ["PREVIEWED", "DONE", "CANCELLED"]);
  return upload.state === "PREVIEWED" ? upload : await lockDecided(tx, uploadId);
}

/** Decides rows anew and has the preview computed again. Enqueues: call it last but for reading. */
export async function restage(tx: Tx, uploadId: string, verdicts: readonly RowVerdict[]): Promise<void> {
  await restageRows(tx, uploadId, verdicts);
  await touchRows(tx, uploadId);
}

/** The preview no longer says what the rows are. */
async function touchRows(tx: Tx, uploadId: string): Promise<void> {
  await tx.sql("update upload set rows_changed_at = clock_timestamp() where id = $1", [uploadId]);
  await enqueue(tx, previewUploadJob, [{ uploadId }]);
}

export async function readFormat(tx: Tx, uploadId: string): Promise<FileFormat> {
  const [row] = await tx.sql<{ header: FileFormat }>("select header from upload where id = $1", [uploadId]);
  return row?.header as FileFormat;
}

async function readLine(tx: Tx, uploadId: string, rowNo: number, state: string | null): Promise<Line> {
  const [line] = await tx.sql<Line>(
    `select r.row_no as "rowNo", r.line_no as "lineNo", r.raw, r.state, e.fields as edited, e.row_no is not null as "hasEdit"
       from upload_row r left join upload_edit e on e.upload_id = r.upload_id and e.row_no = r.row_no
      where r.upload_id = $1 and r.row_no = $2 and ($3::text is null or r.state = $3)
        and r.code is distinct from 'CORRECTION_TAKEN'`,
    [uploadId, rowNo, state],
  );
  if (!line) throw new DomainError("upload.row_not_found", { uploadId, rowNo });
  return line;
}

function mergeFields(
  { header }: FileFormat,
  before: readonly string[],
  given: Readonly<Record<string, string>>,
): string[] {
  return header.names.map((name, index) => (given[name] ?? before[index] ?? "").replace(/\p{Cc}+/gu, " "));
}

async function recordEdit(
  tx: Tx,
  uploadId: string,
  rowNo: number,
  before: readonly string[] | null,
  after: readonly string[] | null,
): Promise<void> {
  await recordEvents(tx, [
    {
      action: "import.edit",
      subjectType: "upload",
      subjectId: uploadId,
      before: { rowNo, fields: before as string[] | null },
      after: { rowNo, fields: after as string[] | null },
    },
  ]);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
