import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { kindsFor, mendRow, mendsByReading, readFixable } from "./fixable-rows";
import { readingFixes } from "./model/fixes";
import type { FileFormat } from "./model/head";
import { type Preview, revivePreview } from "./model/preview";
import type { RowResult } from "./model/row";
import { openRowParser } from "./row-parser";
import type { FixKind } from "./schemas";
import { readFormatOf, sourceFields } from "./staged-rows";
import { viewerOf, wholeUploads } from "./upload-rows";

export type Fix = {
  kind: FixKind;
  /** How many of the looked-at lines it mends, and whether all were looked at. */
  count: number;
  isCountExact: boolean;
  /** A line's value before and after. */
  example: { before: string; after: string } | null;
};

export type ProblemGroup = {
  code: string;
  /** As the file names it; null when the whole line is meant. */
  column: string | null;
  severity: "error" | "warning";
  count: number;
  sample: { rowNo: number; lineNo: number; got: string }[];
  fix: Fix | null;
  /** Where the same lines can be meant in another way too. */
  otherFixes: Fix[];
};

const samples = 3;
/** Groups that are offered repairs, and lines of each that are tried. */
const groupsTried = 30;
const linesTried = 300;

/** A staged file's problems by what mends them, most lines first. */
export async function listProblemGroups(tx: Tx, uploadId: string): Promise<ProblemGroup[]> {
  const format = await readFormatOf(tx, uploadId);
  const rows = await tx.sql<{
    code: string;
    column: string | null;
    state: string;
    count: number;
    sample: ProblemGroup["sample"];
  }>(
    `with shown as (
       select r.row_no, r.line_no, r.state, coalesce(r.code, '') as code, r.problem ->> 'column' as col, r.problem ->> 'got' as got,
              row_number() over (partition by r.state, r.code, r.problem ->> 'column' order by r.row_no) as nth
         from upload_row r join upload u on u.id = r.upload_id
        where r.upload_id = $1 and r.state in ('REJECTED', 'DUPLICATE')
          and ($2::uuid[] is null or u.uploaded_by = $3::uuid or r.fund_id = any ($2)))
     select code, col as column, state, count(*)::int as count,
            jsonb_agg(jsonb_build_object('rowNo', row_no, 'lineNo', line_no, 'got', coalesce(got, '')) order by row_no)
              filter (where nth <= ${samples}) as sample
       from shown group by code, col, state order by count(*) desc, code, col`,
    [uploadId, fundScope(tx.actor), tx.actor.userId],
  );
  const groups = rows.map(
    ({ state, ...group }): ProblemGroup => ({
      ...group,
      // What was accepted before is ignored: nothing is wrong with it.
      severity: state === "DUPLICATE" || group.code === "CORRECTION_TAKEN" ? "warning" : "error",
      fix: null,
      otherFixes: [],
    }),
  );
  const [upload] = await tx.sql<{ state: string; preview: unknown; isWhole: boolean }>(
    `select u.state, u.preview, ${wholeUploads} as "isWhole" from upload u where u.id = $3`,
    [...viewerOf(tx), uploadId],
  );
  if (upload?.state !== "PREVIEWED" || format === null) return groups;
  const parse = await openRowParser(tx, uploadId, format);
  for (const group of groups.slice(0, groupsTried)) {
    const [fix, ...others] = await tryFixes(tx, uploadId, group, format, parse);
    Object.assign(group, { fix: fix ?? null, otherFixes: others });
  }
  // The preview's counts of repeated lines are of every fund.
  const repeated = upload.isWhole ? await repeatedGroups(tx, uploadId, revivePreview(upload.preview)) : [];
  return [...repeated, ...groups].sort((a, b) => b.count - a.count);
}

/** What each repair does to the first lines of a group; one that helps none is not offered. */
async function tryFixes(
  tx: Tx,
  uploadId: string,
  group: ProblemGroup,
  format: FileFormat,
  parse: (text: string) => RowResult,
): Promise<Fix[]> {
  const kinds = kindsFor(group, format);
  if (group.severity !== "error" || kinds.length === 0) return [];
  const rows = await readFixable(tx, uploadId, group, { after: 0, limit: linesTried });
  const index = format.header.names.indexOf(group.column ?? "");
  const isCountExact = group.count <= linesTried;
  return kinds.flatMap((kind): Fix[] => {
    if (kind in readingFixes) {
      const count = rows.filter((row) => mendsByReading(row, kind as "date_mdy", group, format)).length;
      return count === 0 ? [] : [{ kind, count, isCountExact, example: null }];
    }
    const mended = rows.flatMap((row) => mendRow(row, kind as "percent", group, format, parse) ?? []);
    const [first] = mended;
    if (!first) return [];
    const before = first.row.edited ?? sourceFields(first.row.raw, format);
    const example = index < 0 ? null : { before: before[index] ?? "", after: first.fields[index] ?? "" };
    return [{ kind, count: mended.length, isCountExact, example }];
  });
}

/** What acceptance will find, as the preview found it: lines that repeat others are still valid ones here. */
async function repeatedGroups(tx: Tx, uploadId: string, preview: Preview | null): Promise<ProblemGroup[]> {
  if (preview === null) return [];
  const of = async (
    kind: keyof Preview["repeated"],
    group: Omit<ProblemGroup, "sample" | "count" | "otherFixes" | "column">,
  ) => {
    const count = preview.repeatedCount[kind];
    if (count === 0) return [];
    const lines = await tx.sql<ProblemGroup["sample"][number]>(
      `select row_no as "rowNo", line_no as "lineNo", coalesce(external_id, '') as got from upload_row
        where upload_id = $1 and row_no = any ($2) order by row_no`,
      [uploadId, preview.repeated[kind].slice(0, samples)],
    );
    return [{ ...group, column: null, count, sample: lines, otherFixes: [] }];
  };
  const keepLast: Fix = {
    kind: "keep_last",
    count: preview.repeatedCount.inFile,
    isCountExact: true,
    example: null,
  };
  return [
    ...(await of("duplicate", { code: "DUPLICATE", severity: "warning", fix: null })),
    ...(await of("inFile", { code: "OPERATION_ID_REUSED", severity: "error", fix: keepLast })),
    ...(await of("before", { code: "OPERATION_ID_TAKEN", severity: "error", fix: null })),
  ];
}
