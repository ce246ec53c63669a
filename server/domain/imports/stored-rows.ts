import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import type { AssetClass } from "#server/kernel/ports";
import { type ColumnFigures, type FieldFigures, figureFields, samplePieces } from "./model/column-figures";
import { readFormatOf } from "./staged-rows";

/** A valid line as it is stored: decimals canonical, days `YYYY-MM-DD`. */
export type StoredRow = {
  rowNo: number;
  lineNo: number;
  externalId: string;
  fund: string;
  side: "BUY" | "SELL";
  asset: string;
  assetClass: AssetClass | null;
  quantity: string;
  rate: string;
  operationOn: string;
  settlementOn: string | null;
  informedUnitPrice: string | null;
};

const rowsShown = 100;

/** Rows that go in, as far as the actor sees them ($2, $3: funds and person). */
const storedRows = `r.upload_id = $1 and r.state in ('VALID', 'ACCEPTED')
  and ($2::uuid[] is null or r.fund_id = any ($2) or exists (select 1 from upload u where u.id = $1 and u.uploaded_by = $3::uuid))`;

/**
 * The first 100 lines of a staged file that go in, in its order, as they are stored.
 * @throws `upload.not_found`
 */
export async function listStoredRows(tx: Tx, uploadId: string): Promise<StoredRow[]> {
  await readFormatOf(tx, uploadId);
  // Without figures of a table that was just filled all of it would be sorted: the first lines are nearly always here.
  const near = await readStored(tx, uploadId, rowsNear);
  return near.length === rowsShown ? near : await readStored(tx, uploadId, null);
}
const rowsNear = 10_000;

async function readStored(tx: Tx, uploadId: string, lastRow: number | null): Promise<StoredRow[]> {
  return await tx.sql<StoredRow>(
    `select r.row_no as "rowNo", r.line_no as "lineNo", r.external_id as "externalId", f.code as fund, r.side, r.asset_ref as asset,
            r.asset_class as "assetClass", trim_scale(r.quantity)::text as quantity, trim_scale(r.rate)::text as rate,
            r.operation_on::text as "operationOn", r.settlement_on::text as "settlementOn",
            trim_scale(r.informed_unit_price)::text as "informedUnitPrice"
       from upload_row r join fund f on f.id = r.fund_id where ${storedRows} ${lastRow === null ? "" : `and r.row_no <= ${lastRow}`}
      order by r.row_no limit ${rowsShown}`,
    [uploadId, fundScope(tx.actor), tx.actor.userId],
  );
}

/**
 * What the lines that go in have in each column. Of a large file a sample spread over all of it is
 * looked at, so that the time it takes does not grow with the file.
 * @throws `upload.not_found`
 */
export async function measureColumns(tx: Tx, uploadId: string): Promise<ColumnFigures> {
  await readFormatOf(tx, uploadId);
  const [upload] = await tx.sql<{ rowCount: number | null }>(
    `select row_count as "rowCount" from upload where id = $1`,
    [uploadId],
  );
  const { starts, rows, isWhole } = samplePieces(upload?.rowCount ?? 0);
  const each = figureFields.map(({ field, column, hasRange }) => {
    const text =
      hasRange === "decimal"
        ? (value: string) => `trim_scale(${value})::text`
        : (value: string) => `${value}::text`;
    return `'${field}', json_build_object(
      'empty', (select count(*) from s where ${column} is null),
      'distinct', (select count(*) from (select from s where ${column} is not null group by ${column}) d),
      'least', ${hasRange ? `(select ${text(`min(${column})`)} from s)` : "null"},
      'most', ${hasRange ? `(select ${text(`max(${column})`)} from s)` : "null"})`;
  });
  const [found] = await tx.sql<{ rows: number; fields: Record<string, FieldFigures> }>(
    `with s as materialized (
       select p.* from unnest($4::int[]) as piece(start) cross join lateral (
         select ${figureFields.map(({ column }) => `r.${column}`).join(", ")} from upload_row r
          where ${storedRows} and r.row_no > piece.start and r.row_no <= piece.start + $5
          order by r.row_no limit $5) p)
     select (select count(*)::int from s) as rows, json_build_object(${each.join(", ")}) as fields`,
    [uploadId, fundScope(tx.actor), tx.actor.userId, starts, rows],
  );
  return {
    rows: found?.rows ?? 0,
    isWhole,
    fields: figureFields.map(({ field }) => ({ field, ...(found?.fields[field] as FieldFigures) })),
  };
}
