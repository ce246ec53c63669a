import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import type { FileRefusal } from "./model/problems";
import type { UploadState } from "./model/upload-state";

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
};

export const uploadColumns = `u.id as "uploadId", u.file_name as "fileName", u.size_bytes as "sizeBytes", u.state, u.channel,
  u.uploaded_by as "uploadedBy", p.name as "uploaderName", u.row_count as "rowCount", u.accepted_count as "acceptedCount",
  u.rejected_count as "rejectedCount", u.duplicate_count as "duplicateCount", u.refusal_code as "refusalCode", u.refusal,
  u.duplicate_of as "duplicateOf", u.created_at as "createdAt", u.confirmed_at as "confirmedAt", u.finished_at as "finishedAt"`;

/** A file is seen by who sent it and by who sees one of its funds. */
export const visibleUploads = `($1::uuid[] is null or u.uploaded_by = $2::uuid
  or exists (select 1 from upload_fund s where s.upload_id = u.id and s.fund_id = any ($1)))`;

export function viewerOf(tx: Tx): [readonly string[] | null, string | null] {
  return [fundScope(tx.actor), tx.actor.userId];
}

/** Who sent a file, or sees every fund, sees all of its lines. */
export function seesWhole(tx: Tx, upload: Upload): boolean {
  return tx.actor.funds === "all" || upload.uploadedBy === tx.actor.userId;
}

/** Whoever only sees some of a file's funds is told the counts of those lines alone. */
export async function withOwnCounts<Row extends Upload>(tx: Tx, upload: Row): Promise<Row> {
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
    acceptedCount: accepted,
    rejectedCount: rejected,
    duplicateCount: duplicate,
  };
}
