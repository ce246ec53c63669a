import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { type ExpectedTotals, reviveExpected } from "./model/control-totals";
import { ownPreview, type Preview, revivePreview } from "./model/preview";
import type { Reading } from "./model/reading";
import type { UploadState } from "./model/upload-state";
import { listPresence, type Presence } from "./presence";
import { findReversal, type Reversal } from "./reversal-queries";
import { visibleUploads } from "./upload-rows";

export type Correction = {
  uploadId: string;
  fileName: string;
  createdAt: Date;
  state: UploadState;
  rows: number | null;
  accepted: number | null;
  rejected: number | null;
  duplicate: number | null;
};

/** What the person at work on a file sees beside the file itself. */
export type Wizard = {
  reading: Reading;
  /** Another number whenever somebody chose anew; by whom and when, null while nobody did. */
  readingVersion: number;
  readingBy: { name: string; isMe: boolean } | null;
  readingAt: Date | null;
  preview: Preview | null;
  /** Lines were changed since the preview was computed; a new one is on its way. */
  isPreviewStale: boolean;
  sheets: string[] | null;
  parent: { uploadId: string; fileName: string } | null;
  corrections: Correction[];
  reversal: Reversal | null;
  presence: Presence[];
  /** What a person expects the lines that go in to add up to. */
  expectedTotals: ExpectedTotals | null;
  /** Lines that people changed, and of those how many were not sent again yet. */
  edits: { total: number; unsent: number };
};

/** Whoever does not see the whole file is told what it would do in their own funds, and nothing of the others. */
async function previewFor(
  tx: Tx,
  uploadId: string,
  preview: Preview | null,
  isWhole: boolean,
): Promise<Preview | null> {
  if (preview === null || isWhole) return preview;
  const scope = fundScope(tx.actor);
  const funds = await tx.sql<{ code: string }>("select code from fund where id = any ($1)", [scope]);
  const [counts] = await tx.sql<{ rows: number; rejected: number }>(
    `select count(*)::int as rows, (count(*) filter (where state = 'REJECTED'))::int as rejected
       from upload_row where upload_id = $1 and fund_id = any ($2)`,
    [uploadId, scope],
  );
  return ownPreview(preview, new Set(funds.map(({ code }) => code)), counts ?? { rows: 0, rejected: 0 });
}

/** Call it for a file that the actor was found to see. */
export async function getWizard(tx: Tx, uploadId: string, isWhole: boolean): Promise<Wizard> {
  const viewer = [fundScope(tx.actor), tx.actor.userId];
  const [row] = await tx.sql<{
    reading: Reading;
    readingVersion: number;
    readingBy: { name: string; isMe: boolean } | null;
    readingAt: Date | null;
    preview: unknown;
    stale: boolean;
    sheets: string[] | null;
    parentId: string | null;
    expected: unknown;
    edits: number;
    unsent: number;
  }>(
    `select u.reading, u.reading_version as "readingVersion", u.reading_at as "readingAt",
            (select json_build_object('name', a.name, 'isMe', a.id is not distinct from $2::uuid) from app_user a where a.id = u.reading_by) as "readingBy",
            u.preview, u.sheets, u.parent_id as "parentId", u.expected_totals as expected,
            coalesce(u.rows_changed_at > (u.preview ->> 'computedAt')::timestamptz, false) as stale, e.edits, e.unsent
       from upload u cross join lateral (
         select count(*)::int as edits, (count(*) filter (where sent_in is null))::int as unsent
           from upload_edit where upload_id = u.id) e
      where u.id = $1`,
    [uploadId, tx.actor.userId],
  );
  if (!row) throw new DomainError("upload.not_found", { uploadId });
  const [parent] = row.parentId
    ? await tx.sql<{ uploadId: string; fileName: string }>(
        `select u.id as "uploadId", u.file_name as "fileName" from upload u where ${visibleUploads} and u.id = $3`,
        [...viewer, row.parentId],
      )
    : [];
  const corrections = await tx.sql<Correction>(
    `select u.id as "uploadId", u.file_name as "fileName", u.created_at as "createdAt", u.state, u.row_count as rows,
            u.accepted_count as accepted, u.rejected_count as rejected, u.duplicate_count as duplicate
       from upload u where ${visibleUploads} and u.parent_id = $3 and u.state <> 'CANCELLED' order by u.id`,
    [...viewer, uploadId],
  );
  return {
    reading: row.reading,
    readingVersion: row.readingVersion,
    readingBy: row.readingBy,
    readingAt: row.readingAt,
    preview: await previewFor(tx, uploadId, revivePreview(row.preview), isWhole),
    isPreviewStale: row.stale,
    sheets: row.sheets,
    parent: parent ?? null,
    corrections,
    reversal: await findReversal(tx, uploadId),
    presence: await listPresence(tx, uploadId),
    expectedTotals: isWhole ? reviveExpected(row.expected) : null,
    edits: { total: row.edits, unsent: row.unsent },
  };
}
