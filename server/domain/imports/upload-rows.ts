import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { personName } from "#server/kernel/personal";
import type { FileRefusal } from "./model/problems";
import type { CancelCode, UploadState } from "./model/upload-state";

export type Upload = {
  uploadId: string;
  fileName: string;
  sizeBytes: bigint;
  state: UploadState;
  channel: "tela" | "rest" | "cli";
  uploadedBy: string;
  uploaderName: string;
  rowCount: number | null;
  acceptedCount: number | null;
  rejectedCount: number | null;
  duplicateCount: number | null;
  refusalCode: string | null;
  refusal: FileRefusal | null;
  duplicateOf: string | null;
  createdAt: Date;
  confirmedAt: Date | null;
  finishedAt: Date | null;
  /** A person said no, its bytes never came, or nobody confirmed it; null unless it was cancelled or is being stopped. */
  cancelCode: CancelCode | null;
  cancelledAt: Date | null;
  /** Null: the system. */
  cancelledByName: string | null;
  /** Funds that the lines name, null while some name none; and how many of those the viewer sees. */
  fundCount: number | null;
  ownFundCount: number;
};

/** The statement's $1 is the viewer's funds, $2 the viewer ({@link viewerOf}). */
export const uploadColumns = `u.id as "uploadId", u.file_name as "fileName", u.size_bytes as "sizeBytes", u.state, u.channel,
  u.uploaded_by as "uploadedBy", p.name as "uploaderName", u.row_count as "rowCount", u.accepted_count as "acceptedCount",
  u.rejected_count as "rejectedCount", u.duplicate_count as "duplicateCount", u.refusal_code as "refusalCode", u.refusal,
  u.duplicate_of as "duplicateOf", u.created_at as "createdAt", u.confirmed_at as "confirmedAt", u.finished_at as "finishedAt",
  u.cancel_code as "cancelCode", u.cancelled_at as "cancelledAt",
  (select c.name from app_user c where c.id = u.cancelled_by) as "cancelledByName", u.fund_count as "fundCount",
  (select count(*)::int from upload_fund s where s.upload_id = u.id and ($1::uuid[] is null or s.fund_id = any ($1))) as "ownFundCount"`;

/** A file is seen by who sent it and by who sees one of its funds. */
export const visibleUploads = `($1::uuid[] is null or u.uploaded_by = $2::uuid
  or exists (select 1 from upload_fund s where s.upload_id = u.id and s.fund_id = any ($1)))`;

export function viewerOf(tx: Tx): [readonly string[] | null, string | null] {
  return [fundScope(tx.actor), tx.actor.userId];
}

/** Files of which the viewer sees every line: who sent it, who sees every fund, or every fund that its lines name. */
export const wholeUploads = `($1::uuid[] is null or u.uploaded_by = $2::uuid
  or u.fund_count = (select count(*) from upload_fund s where s.upload_id = u.id and s.fund_id = any ($1)))`;

/** As {@link wholeUploads}, of a row that was read. */
export function seesWhole(
  tx: Tx,
  upload: Pick<Upload, "uploadedBy" | "fundCount" | "ownFundCount">,
): boolean {
  if (tx.actor.funds === "all" || upload.uploadedBy === tx.actor.userId) return true;
  return upload.fundCount !== null && upload.fundCount === upload.ownFundCount;
}

/** Whoever only sees some of a file's funds is told the counts of those lines alone, and an outsider no names. */
export async function withOwnCounts<Row extends Upload>(tx: Tx, row: Row): Promise<Row> {
  const upload = {
    ...row,
    uploaderName: personName(tx.actor, row.uploaderName, row.uploadedBy),
    cancelledByName: row.cancelledByName && personName(tx.actor, row.cancelledByName, ""),
  };
  if (seesWhole(tx, upload) || upload.rowCount === null) return upload;
  const [own] = await tx.sql<{ accepted: number; rejected: number; duplicate: number; total: number }>(
    `select count(*) filter (where state = 'ACCEPTED')::int as accepted, count(*) filter (where state = 'REJECTED')::int as rejected,
            count(*) filter (where state = 'DUPLICATE')::int as duplicate, count(*)::int as total
       from upload_row where upload_id = $1 and fund_id = any ($2)`,
    [upload.uploadId, tx.actor.funds],
  );
  const { accepted, rejected, duplicate, total } = own!;
  return {
    ...upload,
    rowCount: total,
    ...(upload.acceptedCount === null
      ? {}
      : { acceptedCount: accepted, rejectedCount: rejected, duplicateCount: duplicate }),
  };
}
