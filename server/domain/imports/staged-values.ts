import { hash } from "node:crypto";
import type { CopyRow, Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import type { RowVerdict } from "./model/chunk-rows";
import { contentKey } from "./model/row";

const decided = [
  "state",
  "fund_id",
  "external_id",
  "content_hash",
  "side",
  "asset_ref",
  "asset_class",
  "quantity",
  "rate",
  "operation_on",
  "settlement_on",
  "informed_unit_price",
  "operation_id",
  "code",
  "problem",
] as const;

/** Columns of `upload_row`, in the order of {@link stagedValues}. */
export const stagedColumns = ["upload_id", "row_no", "line_no", "raw", "corrects_row", ...decided] as const;

/** A verdict as a row of `upload_row`. A valid one gets the id that its operation will have. */
export function stagedValues(uploadId: string, verdict: RowVerdict): CopyRow {
  const { rowNo, lineNo, raw, correctsRow } = verdict;
  return [uploadId, rowNo, lineNo, raw, correctsRow ?? null, ...decidedValues(verdict)];
}

function decidedValues(verdict: RowVerdict): CopyRow {
  if (!verdict.ok) {
    const { problem, fundId = null } = verdict;
    return ["REJECTED", fundId, ...nothing, problem.code, JSON.stringify(problem)];
  }
  const { row } = verdict;
  return [
    "VALID",
    row.fundId,
    row.externalId,
    `\\x${hash("sha256", contentKey(row), "hex")}`,
    row.side,
    row.assetRef,
    row.assetClass,
    row.quantity,
    row.rate,
    row.operationOn,
    row.settlementOn,
    row.informedUnitPrice,
    newId(),
    null,
    null,
  ];
}
/** Columns `external_id` to `operation_id` of a rejected row. */
const nothing = Array.from({ length: 11 }, () => null);

/** Decides staged rows anew, in one statement. */
export async function restageRows(tx: Tx, uploadId: string, verdicts: readonly RowVerdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  const rows = verdicts.map((verdict) => {
    const values = decidedValues(verdict);
    const named = Object.fromEntries(decided.map((name, index) => [name, values[index]]));
    return { ...named, row_no: verdict.rowNo, problem: verdict.ok ? null : verdict.problem };
  });
  await tx.sql(
    `update upload_row r set ${decided.map((name) => `${name} = x.${name}`).join(", ")}
       from jsonb_to_recordset($2::jsonb) as x(row_no int, state text, fund_id uuid, external_id text, content_hash bytea, side text,
            asset_ref text, asset_class text, quantity numeric, rate numeric, operation_on date, settlement_on date,
            informed_unit_price numeric, operation_id uuid, code text, problem jsonb)
      where r.upload_id = $1::uuid and r.row_no = x.row_no and r.state in ('VALID', 'REJECTED')`,
    [uploadId, JSON.stringify(rows)],
  );
}
