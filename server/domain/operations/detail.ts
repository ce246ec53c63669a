import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { personName } from "#server/kernel/personal";
import { type OperationRow, operationColumns } from "./list";

export type OperationDetail = OperationRow & {
  fundId: string;
  fundName: string;
  settlementOn: string | null;
  grossCents: bigint | null;
  taxCents: bigint | null;
  waitingSince: Date;
  pricedAt: Date | null;
  upload: {
    uploadId: string;
    fileName: string;
    uploadedBy: string;
    uploaderName: string;
    isOwn: boolean;
  } | null;
  line: { rowNo: number; lineNo: number; raw: string } | null;
  quote: Quote | null;
};

export type Quote = {
  quoteId: string;
  source: string;
  assetCode: string;
  priceOn: string;
  referenceOn: string | null;
  unitPrice: string | null;
  bandMin: string | null;
  bandMax: string | null;
  indicativeRate: string | null;
  issues: string[];
  askedAt: Date;
  answeredAt: Date;
  httpStatus: number;
  bodySha256: string;
  attempt: number;
};

/** One operation with where it came from and what priced it. @throws `operation.not_found` */
export async function getOperation(tx: Tx, operationId: string): Promise<OperationDetail> {
  const [row] = await tx.sql<
    Omit<OperationDetail, "upload" | "line" | "quote"> & {
      uploadId: string;
      rowNo: number;
      quoteId: string | null;
    }
  >(
    `select ${operationColumns}, o.fund_id as "fundId", f.name as "fundName", o.settlement_on::text as "settlementOn",
            o.gross_cents as "grossCents", o.tax_cents as "taxCents",
            o.waiting_since as "waitingSince", o.priced_at as "pricedAt", o.upload_id as "uploadId", o.row_no as "rowNo",
            o.quote_id as "quoteId"
       from operation o join fund f on f.id = o.fund_id
      where o.id = $1 and ($2::uuid[] is null or o.fund_id = any ($2))`,
    [operationId, fundScope(tx.actor)],
  );
  if (!row) throw new DomainError("operation.not_found");
  const { uploadId, rowNo, quoteId, ...operation } = row;
  const [origin] = await tx.sql<{
    fileName: string;
    uploadedBy: string;
    uploaderName: string;
    lineNo: number | null;
    raw: string | null;
  }>(
    `select u.file_name as "fileName", u.uploaded_by as "uploadedBy", p.name as "uploaderName", r.line_no as "lineNo", r.raw
       from upload u join app_user p on p.id = u.uploaded_by
       left join upload_row r on r.upload_id = u.id and r.row_no = $2
      where u.id = $1`,
    [uploadId, rowNo],
  );
  const isOwn = origin !== undefined && origin.uploadedBy === tx.actor.userId;
  return {
    ...operation,
    upload: origin
      ? {
          uploadId,
          fileName: origin.fileName,
          uploadedBy: origin.uploadedBy,
          uploaderName: personName(tx.actor, origin.uploaderName, origin.uploadedBy),
          isOwn,
        }
      : null,
    line:
      origin?.raw != null && origin.lineNo !== null
        ? { rowNo, lineNo: origin.lineNo, raw: origin.raw }
        : null,
    quote: quoteId ? await findQuote(tx, quoteId) : null,
  };
}

async function findQuote(tx: Tx, quoteId: string): Promise<Quote | null> {
  const [quote] = await tx.sql<Quote>(
    `select q.id as "quoteId", q.source, q.asset_code as "assetCode", q.price_on::text as "priceOn", q.reference_on::text as "referenceOn",
            q.unit_price::text as "unitPrice", trim_scale(q.band_min)::text as "bandMin", trim_scale(q.band_max)::text as "bandMax",
            trim_scale(q.indicative_rate)::text as "indicativeRate", q.issues, r.asked_at as "askedAt", r.answered_at as "answeredAt",
            r.http_status as "httpStatus", encode(r.body_sha256, 'hex') as "bodySha256", r.attempt
       from quote q join price_reading r on r.id = q.reading_id where q.id = $1`,
    [quoteId],
  );
  return quote ?? null;
}
