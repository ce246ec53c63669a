import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import type { RowProblem } from "./model/problems";
import type { UploadState } from "./model/upload-state";
import {
  seesWhole,
  type Upload,
  uploadColumns,
  viewerOf,
  visibleUploads,
  withOwnCounts,
} from "./upload-rows";

export { type Control, readControl } from "./control";
export {
  type CorrectionFate,
  type CorrectionRow,
  correctionFates,
  countCorrection,
  listCorrectionRows,
} from "./correction-rows";
export { getDiagnosis } from "./diagnosis";
export { gotInEnglish, problemInEnglish } from "./model/problem-english";
export { type UploadState, uploadStates } from "./model/upload-state";
export { readUploadMark } from "./presence";
export { listProblemGroups } from "./problem-groups";
export { listReversalRows } from "./reversal-queries";
export { listStagedRows } from "./staged-rows";
export { listStoredRows, measureColumns } from "./stored-rows";
export type { Upload } from "./upload-rows";
export { listUploadThreads } from "./upload-threads";
export { getWizard } from "./wizard";

/** Files, newest first. Whose funds a file reaches is known only after acceptance. */
export async function listUploads(
  tx: Tx,
  input: { states?: readonly UploadState[] | null; cursor?: string | null; limit?: number },
): Promise<Page<Upload>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 1);
  const rows = await tx.sql<Upload>(
    `select ${uploadColumns} from upload u join app_user p on p.id = u.uploaded_by
      where ${visibleUploads} and ($3::text[] is null or u.state = any ($3)) and ($4::uuid is null or u.id < $4)
        and (u.state <> 'RECEIVING' or u.uploaded_by = $2::uuid)
      order by u.id desc limit $5`,
    [...viewerOf(tx), input.states?.length ? input.states : null, after?.[0] ?? null, limit + 1],
  );
  const page = toPage(rows, limit, (row) => [row.uploadId]);
  return { ...page, items: await Promise.all(page.items.map((upload) => withOwnCounts(tx, upload))) };
}

export type UploadDetail = Upload & {
  sha256: string | null;
  encoding: string | null;
  delimiter: string | null;
  /** The file that this one corrects. */
  parentId: string | null;
  chunkCount: number | null;
  stagedChunks: number;
  stagedRows: number;
  funds: { code: string; acceptedCount: number }[];
  isOwn: boolean;
  /** False: the file also holds lines of funds out of scope, which are counted nowhere here. */
  isWhole: boolean;
};

/** @throws `upload.not_found` */
export async function getUpload(tx: Tx, uploadId: string): Promise<UploadDetail> {
  const [row] = await tx.sql<Omit<UploadDetail, "isOwn" | "isWhole" | "funds">>(
    `select ${uploadColumns}, encode(u.sha256, 'hex') as sha256, u.encoding, u.delimiter, u.parent_id as "parentId", u.chunk_count as "chunkCount",
            c.staged_chunks as "stagedChunks", c.staged_rows as "stagedRows"
       from upload u join app_user p on p.id = u.uploaded_by
       cross join lateral (
         select count(*)::int as staged_chunks, coalesce(sum(row_count), 0)::int as staged_rows
           from upload_chunk where upload_id = u.id and staged_at is not null) c
      where ${visibleUploads} and u.id = $3`,
    [...viewerOf(tx), uploadId],
  );
  if (!row) throw new DomainError("upload.not_found");
  const funds = await tx.sql<{ code: string; acceptedCount: number }>(
    `select f.code, s.accepted_count as "acceptedCount" from upload_fund s join fund f on f.id = s.fund_id
      where s.upload_id = $1 and ($2::uuid[] is null or s.fund_id = any ($2)) order by f.code`,
    [uploadId, fundScope(tx.actor)],
  );
  const counted = await withOwnCounts(tx, row);
  const isWhole = seesWhole(tx, row);
  return {
    ...row,
    ...counted,
    ...(isWhole ? {} : { stagedRows: counted.rowCount ?? 0 }),
    funds,
    isOwn: row.uploadedBy === tx.actor.userId,
    isWhole,
  };
}

/**
 * The file as a whole is asked for: by who sent it or who sees every fund.
 * @throws `upload.not_found`
 */
export async function requireWhole(tx: Tx, uploadId: string): Promise<void> {
  const upload = await getUpload(tx, uploadId);
  if (!upload.isWhole) throw new DomainError("upload.not_found", { uploadId });
}

export type ProblemRow = {
  rowNo: number;
  lineNo: number;
  state: "REJECTED" | "DUPLICATE";
  code: string | null;
  problem: RowProblem | null;
  raw: string;
  externalId: string | null;
  /** The operation that a duplicate repeats. */
  operationId: string | null;
};

/** Lines that did not become operations, in the order of the file. */
export async function listProblemRows(
  tx: Tx,
  input: {
    uploadId: string;
    state?: "REJECTED" | "DUPLICATE" | null;
    cursor?: string | null;
    limit?: number;
  },
): Promise<Page<ProblemRow>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 1);
  const rows = await tx.sql<ProblemRow>(
    `select r.row_no as "rowNo", r.line_no as "lineNo", r.state, r.code, r.problem, r.raw, r.external_id as "externalId",
            r.operation_id as "operationId"
       from upload_row r join upload u on u.id = r.upload_id
      where ${visibleUploads} and r.upload_id = $3 and r.state in ('REJECTED', 'DUPLICATE')
        and ($4::text is null or r.state = $4) and ($5::int is null or r.row_no > $5)
        and ($1::uuid[] is null or u.uploaded_by = $2::uuid or r.fund_id = any ($1))
      order by r.row_no limit $6`,
    [...viewerOf(tx), input.uploadId, input.state ?? null, after?.[0] ?? null, limit + 1],
  );
  return toPage(rows, limit, (row) => [row.rowNo]);
}

export type ProblemCount = {
  state: "REJECTED" | "DUPLICATE";
  code: string | null;
  count: number;
  fix: string | null;
};

/** The same lines grouped by what is wrong with them, most first. */
export function countProblems(tx: Tx, uploadId: string): Promise<ProblemCount[]> {
  return tx.sql<ProblemCount>(
    `select r.state, r.code, count(*)::int as count, min(r.problem ->> 'fix') as fix
       from upload_row r join upload u on u.id = r.upload_id
      where ${visibleUploads} and r.upload_id = $3 and r.state in ('REJECTED', 'DUPLICATE')
        and ($1::uuid[] is null or u.uploaded_by = $2::uuid or r.fund_id = any ($1))
      group by r.state, r.code order by count(*) desc, r.code`,
    [...viewerOf(tx), uploadId],
  );
}

/** Names of files in the actor's sight, by id. */
export async function findUploadNames(tx: Tx, uploadIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.sql<{ id: string; name: string }>(
    `select u.id, u.file_name as name from upload u where ${visibleUploads} and u.id = any ($3::uuid[])`,
    [...viewerOf(tx), uploadIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
