import { hash } from "node:crypto";
import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { requestPrices } from "#server/domain/pricing/index";
import { localDay } from "#server/kernel/business-day";
import type { CopyRow, Ctx, Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { acceptUploadJob, previewUploadJob } from "./jobs";
import { type RowVerdict, readChunkRows } from "./model/chunk-rows";
import type { FileFormat } from "./model/head";
import { contentKey, createRowParser, type FundKeys } from "./model/row";
import { distinctKeys, type PricedDay, priceKeysOf } from "./price-keys";

const columns = [
  "upload_id",
  "row_no",
  "line_no",
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
  "raw",
] as const;

type Chunk = {
  byteStart: bigint;
  byteEnd: bigint;
  firstRow: number;
  firstLine: number;
  textKey: string;
  format: FileFormat;
  readingNo: number;
};

/**
 * Parses and validates one chunk and stages its rows with COPY. Every record becomes exactly one row,
 * valid or rejected with its reason. A chunk that runs twice changes nothing.
 */
export async function stageChunk(
  ctx: Ctx,
  { uploadId, chunkNo }: { uploadId: string; chunkNo: number },
): Promise<void> {
  const read = await ctx.transaction(async (tx) => {
    const [chunk] = await tx.sql<Chunk>(
      `select c.byte_start as "byteStart", c.byte_end as "byteEnd", c.first_row as "firstRow", c.first_line as "firstLine",
              coalesce(u.text_key, u.storage_key) as "textKey", u.header as format, u.reading_no as "readingNo"
         from upload_chunk c join upload u on u.id = c.upload_id
        where c.upload_id = $1 and c.chunk_no = $2 and c.staged_at is null and u.state = 'STAGING'`,
      [uploadId, chunkNo],
    );
    return chunk ? { chunk, ...(await readFunds(tx, uploadId)) } : null;
  });
  if (!read) return;
  const { chunk } = read;
  const parts: Buffer[] = [];
  const range = { start: Number(chunk.byteStart), end: Number(chunk.byteEnd) };
  for await (const bytes of ctx.ports.storage.read(chunk.textKey, range)) parts.push(bytes as Buffer);
  const parse = createRowParser({
    format: chunk.format,
    funds: read.funds,
    defaultFund: read.defaultFund,
    today: localDay(ctx.clock.now()),
  });
  const verdicts = readChunkRows(Buffer.concat(parts), chunk, chunk.format, parse);
  await ctx.transaction((tx) => askAhead(tx, verdicts));
  await ctx.transaction(async (tx) => {
    const [open] = await tx.sql(
      `select 1 from upload_chunk c join upload u on u.id = c.upload_id
        where c.upload_id = $1 and c.chunk_no = $2 and c.staged_at is null and u.reading_no = $3 for update of c`,
      [uploadId, chunkNo, chunk.readingNo],
    );
    if (!open) return;
    await tx.copy("upload_row", columns, stagedRows(uploadId, verdicts));
    await closeChunk(tx, uploadId, chunkNo);
  });
}

/** The answers are on their way while the rows are staged and accepted. */
async function askAhead(tx: Tx, verdicts: readonly RowVerdict[]): Promise<void> {
  const days = new Map<string, PricedDay>();
  for (const verdict of verdicts) {
    if (!verdict.ok) continue;
    const { operationOn, assetClass } = verdict.row;
    days.set(`${operationOn} ${assetClass}`, { operationOn, assetClass });
  }
  await requestPrices(tx, distinctKeys(await priceKeysOf(tx, [...days.values()])), null);
}

/** The funds that lines may name, and whether the person who confirmed may import into each. */
async function readFunds(tx: Tx, uploadId: string) {
  const rows = await tx.sql<{ id: string; code: string; cnpj: string; allowed: boolean; isDefault: boolean }>(
    `select f.id, f.code, f.cnpj, u.allowed_funds is null or f.id = any (u.allowed_funds) as allowed,
            f.id is not distinct from u.default_fund_id as "isDefault"
       from fund f cross join upload u where u.id = $1`,
    [uploadId],
  );
  const funds = new Map<string, { fundId: string; allowed: boolean }>();
  for (const { id: fundId, code, cnpj, allowed } of rows) {
    funds.set(code, { fundId, allowed });
    funds.set(cnpj, { fundId, allowed });
  }
  const preset = rows.find((row) => row.isDefault);
  return {
    funds: funds as FundKeys,
    defaultFund: preset ? { fundId: preset.id, allowed: preset.allowed } : null,
  };
}

function* stagedRows(uploadId: string, verdicts: readonly RowVerdict[]): Iterable<CopyRow> {
  for (const verdict of verdicts) {
    const { rowNo, lineNo, raw } = verdict;
    if (!verdict.ok) {
      yield [
        uploadId,
        rowNo,
        lineNo,
        "REJECTED",
        ...nothing,
        verdict.problem.code,
        JSON.stringify(verdict.problem),
        raw,
      ];
      continue;
    }
    const { row } = verdict;
    const contentHash = hash("sha256", contentKey(row), "hex");
    yield [
      uploadId,
      rowNo,
      lineNo,
      "VALID",
      row.fundId,
      row.externalId,
      `\\x${contentHash}`,
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
      raw,
    ];
  }
}
/** Columns `fund_id` to `operation_id` of a rejected row. */
const nothing = Array.from({ length: 12 }, () => null);

/** Marks the chunk staged; the last one of the file sets acceptance going, or the preview before it. */
async function closeChunk(tx: Tx, uploadId: string, chunkNo: number): Promise<void> {
  await tx.sql("update upload_chunk set staged_at = now() where upload_id = $1 and chunk_no = $2", [
    uploadId,
    chunkNo,
  ]);
  // Chunks that end together take turns here, so that exactly one of them sees that it is the last.
  const [upload] = await tx.sql<{ isConfirmed: boolean }>(
    `select confirmed_at is not null as "isConfirmed" from upload where id = $1 for no key update`,
    [uploadId],
  );
  const [left] = await tx.sql(
    "select 1 from upload_chunk where upload_id = $1 and staged_at is null limit 1",
    [uploadId],
  );
  if (left) return;
  const isConfirmed = upload?.isConfirmed ?? false;
  await tx.sql("update upload set state = $2, staged_at = now() where id = $1", [
    uploadId,
    isConfirmed ? "ACCEPTING" : "STAGING",
  ]);
  const [counts] = await tx.sql<{ valid: bigint; rejected: bigint }>(
    `select count(*) filter (where state = 'VALID') as valid, count(*) filter (where state = 'REJECTED') as rejected
       from upload_row where upload_id = $1`,
    [uploadId],
  );
  await recordEvents(tx, [
    {
      action: "import.stage",
      subjectType: "upload",
      subjectId: uploadId,
      after: { valid: counts?.valid ?? 0n, rejected: counts?.rejected ?? 0n },
    },
  ]);
  await enqueue(tx, isConfirmed ? acceptUploadJob : previewUploadJob, [{ uploadId }]);
}
