import { hash } from "node:crypto";
import { recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { readFormat, restage } from "./edit-row";
import { keepEdits } from "./edits";
import { type MendedRow, mendRow, mendsByReading, type ProblemRef, readFixable } from "./fixable-rows";
import { lockUpload } from "./lock";
import { verdictOfEdit } from "./model/edit";
import { readingFixes, type ValueFixKind, valueFixKinds } from "./model/fixes";
import type { Reading } from "./model/reading";
import { readAgain } from "./preview";
import { requireWhole } from "./queries";
import { openRowParser } from "./row-parser";
import type { FixKind } from "./schemas";

const pageRows = 5_000;
/** One click mends so many lines; the next one goes on. */
const rowsMost = 20_000;

/**
 * Mends with one click what can be mended in one way: the lines of a problem get the values that the
 * repair gives them, or, where lines without a problem may be wrong too, the file is read another way.
 * @returns how many lines changed, or would read better
 * @throws DomainError `upload.not_found`, `upload.wrong_state`, `upload.fix_impossible`
 */
export async function applyFix(
  ctx: Ctx,
  input: { uploadId: string; kind: FixKind } & ProblemRef,
): Promise<{ changed: number }> {
  const { uploadId, kind } = input;
  return await ctx.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ["PREVIEWED"]);
    await requireWhole(tx, uploadId);
    if (kind === "keep_last") return { changed: await keepLast(tx, uploadId) };
    if (isValueFix(kind)) return { changed: await mendValues(tx, uploadId, kind, input) };
    const changed = await countReadable(tx, uploadId, kind, input);
    const [row] = await tx.sql<{ reading: Reading }>("select reading from upload where id = $1", [uploadId]);
    await recordFix(tx, uploadId, input, changed, null);
    await readAgain(tx, uploadId, upload, { ...row?.reading, dateOrder: readingFixes[kind] });
    return { changed };
  });
}

function isValueFix(kind: FixKind): kind is ValueFixKind {
  return (valueFixKinds as readonly string[]).includes(kind);
}

async function mendValues(
  tx: Tx,
  uploadId: string,
  kind: ValueFixKind,
  problem: ProblemRef,
): Promise<number> {
  const format = await readFormat(tx, uploadId);
  const parse = await openRowParser(tx, uploadId, format);
  const mended: MendedRow[] = [];
  for (let after = 0; mended.length < rowsMost; ) {
    const rows = await readFixable(tx, uploadId, problem, { after, limit: pageRows });
    mended.push(...rows.flatMap((row) => mendRow(row, kind, problem, format, parse) ?? []));
    if (rows.length < pageRows) break;
    after = rows.at(-1)?.rowNo as number;
  }
  if (mended.length === 0) throw new DomainError("upload.fix_impossible", { uploadId, kind });
  await keepEdits(
    tx,
    uploadId,
    kind,
    mended.map(({ row, fields, verdict }) => ({
      rowNo: row.rowNo,
      raw: row.raw,
      fields,
      problem: verdict.ok ? null : verdict.problem,
    })),
  );
  const lines = mended.map(({ row, fields }) => `${row.rowNo} ${JSON.stringify(fields)}\n`);
  await recordFix(tx, uploadId, { kind, ...problem }, mended.length, hash("sha256", lines.join(""), "hex"));
  await restage(
    tx,
    uploadId,
    mended.map(({ verdict }) => verdict),
  );
  return mended.length;
}

async function countReadable(
  tx: Tx,
  uploadId: string,
  kind: keyof typeof readingFixes,
  problem: ProblemRef,
): Promise<number> {
  const format = await readFormat(tx, uploadId);
  const rows = await readFixable(tx, uploadId, problem, { after: 0, limit: rowsMost });
  const count = rows.filter((row) => mendsByReading(row, kind, problem, format)).length;
  if (count === 0) throw new DomainError("upload.fix_impossible", { uploadId, kind });
  return count;
}

/** Of lines with one id and other contents the last is taken, and the ones before it are left out. */
async function keepLast(tx: Tx, uploadId: string): Promise<number> {
  const rows = await tx.sql<{ rowNo: number; lineNo: number; raw: string }>(
    `select row_no as "rowNo", line_no as "lineNo", raw from (
       select *, last_value(row_no) over same as last_row, min(encode(content_hash, 'hex')) over (partition by fund_id, external_id) as least,
              max(encode(content_hash, 'hex')) over (partition by fund_id, external_id) as most
         from upload_row where upload_id = $1 and state = 'VALID'
       window same as (partition by fund_id, external_id order by row_no rows between unbounded preceding and unbounded following)) r
      where row_no <> last_row and least <> most order by row_no limit $2`,
    [uploadId, rowsMost],
  );
  if (rows.length === 0) throw new DomainError("upload.fix_impossible", { uploadId, kind: "keep_last" });
  const unread = () => {
    throw new RangeError("a line that is left out is not read");
  };
  const verdicts = rows.map((row) => verdictOfEdit(row, null, ";", unread));
  await keepEdits(
    tx,
    uploadId,
    "keep_last",
    rows.map(({ rowNo, raw }) => ({ rowNo, raw, fields: null, problem: null })),
  );
  const lines = rows.map(({ rowNo }) => `${rowNo}\n`).join("");
  const about = { kind: "keep_last", code: "OPERATION_ID_REUSED", column: null } as const;
  await recordFix(tx, uploadId, about, rows.length, hash("sha256", lines, "hex"));
  await restage(tx, uploadId, verdicts);
  return rows.length;
}

async function recordFix(
  tx: Tx,
  uploadId: string,
  { kind, code, column }: { kind: FixKind } & ProblemRef,
  count: number,
  rowsHash: string | null,
): Promise<void> {
  await recordEvents(tx, [
    {
      action: "import.fix",
      subjectType: "upload",
      subjectId: uploadId,
      after: { kind, code, column, count, rowsHash },
    },
  ]);
}
