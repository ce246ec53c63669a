import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import type { FixKind } from "./schemas";
import { readFormatOf } from "./staged-rows";

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
};

const samples = 3;

/** A staged file's problems by what mends them, most lines first. */
export async function listProblemGroups(tx: Tx, uploadId: string): Promise<ProblemGroup[]> {
  await readFormatOf(tx, uploadId);
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
  return rows.map(({ state, ...group }) => ({
    ...group,
    severity: state === "DUPLICATE" ? "warning" : "error",
    fix: null,
  }));
}
