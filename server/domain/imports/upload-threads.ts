import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import type { UploadOutcome } from "./schemas";
import { type Upload, uploadColumns, viewerOf, visibleUploads, withOwnCounts } from "./upload-rows";
import type { Correction } from "./wizard";

type ListedUpload = Upload & {
  parentId: string | null;
  /** Codes of the funds in scope that the file reached. */
  funds: string[];
  /** The files that correct this one, and those that correct them, in the order they came. */
  corrections: Correction[];
};

type UploadFilter = {
  states?: readonly Upload["state"][] | null;
  outcome?: UploadOutcome | null;
  /** Only what the actor sent. */
  isOwn?: boolean | null;
  fundCode?: string | null;
  /** Part of the file's name. */
  text?: string | null;
};

/** A line of the actor's own with that end: a file's other funds tell nothing here. */
const has = (state: "REJECTED" | "DUPLICATE", count: string) => `(coalesce(u.${count}, 0) > 0
  and ($1::uuid[] is null or u.uploaded_by = $2::uuid
       or exists (select 1 from upload_row r where r.upload_id = u.id and r.state = '${state}' and r.fund_id = any ($1))))`;
const hasRejected = has("REJECTED", "rejected_count");
const hasDuplicate = has("DUPLICATE", "duplicate_count");

const outcomeConditions: Record<UploadOutcome, string> = {
  rejected: hasRejected,
  duplicate: hasDuplicate,
  clean: `u.state = 'DONE' and not ${hasRejected} and not ${hasDuplicate}`,
  correction: "u.parent_id is not null",
};

/**
 * Files, newest first, each with its corrections below it. A correction is an entry of its own where its
 * original is out of sight, or where somebody looks for corrections or for a name.
 */
export async function listUploadThreads(
  tx: Tx,
  input: UploadFilter & { cursor?: string | null; limit?: number },
): Promise<Page<ListedUpload>> {
  const limit = input.limit ?? pageSize;
  const text = input.text?.trim() || null;
  const isFlat = text !== null || input.outcome === "correction";
  const rows = await tx.sql<Upload & { parentId: string | null; funds: string[] }>(
    `select ${uploadColumns}, u.parent_id as "parentId",
            array(select f.code from upload_fund s join fund f on f.id = s.fund_id
                   where s.upload_id = u.id and ($1::uuid[] is null or s.fund_id = any ($1)) order by f.code) as funds
       from upload u join app_user p on p.id = u.uploaded_by
      where ${visibleUploads} and ($3::text[] is null or u.state = any ($3)) and ($4::uuid is null or u.id < $4)
        and (u.state <> 'RECEIVING' or u.uploaded_by = $2::uuid)
        and ($5::text is null or strpos(lower(u.file_name), lower($5)) > 0)
        and ($6::text is null or exists (select 1 from upload_fund s join fund f on f.id = s.fund_id
              where s.upload_id = u.id and f.code = $6 and ($1::uuid[] is null or s.fund_id = any ($1))))
        and (not $7::boolean or u.uploaded_by = $2::uuid)
        and ${input.outcome ? outcomeConditions[input.outcome] : "true"}
        and ${isFlat ? "true" : `not exists (select 1 from upload o where o.id = u.parent_id and ${visibleUploads.replaceAll("u.", "o.")})`}
      order by u.id desc limit $8`,
    [
      ...viewerOf(tx),
      input.states?.length ? input.states : null,
      decodeCursor(input.cursor, 1)?.[0] ?? null,
      text,
      input.fundCode ?? null,
      input.isOwn ?? false,
      limit + 1,
    ],
  );
  const page = toPage(rows, limit, (row) => [row.uploadId]);
  const corrections = await listCorrections(
    tx,
    page.items.map(({ uploadId }) => uploadId),
  );
  const items = await Promise.all(
    page.items.map(async (upload) => ({
      ...(await withOwnCounts(tx, upload)),
      corrections: corrections.filter(({ rootId }) => rootId === upload.uploadId),
    })),
  );
  return { ...page, items };
}

async function listCorrections(
  tx: Tx,
  rootIds: readonly string[],
): Promise<(Correction & { rootId: string })[]> {
  if (rootIds.length === 0) return [];
  const rows = await tx.sql<Upload & { rootId: string }>(
    `with recursive thread (id, root_id) as (
       select id, parent_id from upload where parent_id = any ($3::uuid[])
       union all
       select c.id, t.root_id from thread t join upload c on c.parent_id = t.id)
     select ${uploadColumns}, t.root_id as "rootId"
       from thread t join upload u on u.id = t.id join app_user p on p.id = u.uploaded_by
      where ${visibleUploads} and u.state <> 'CANCELLED' order by u.id`,
    [fundScope(tx.actor), tx.actor.userId, rootIds],
  );
  return await Promise.all(
    rows.map(async (row) => {
      const { rootId, uploadId, fileName, createdAt, state, ...counted } = await withOwnCounts(tx, row);
      return {
        rootId,
        uploadId,
        fileName,
        createdAt,
        state,
        rows: counted.rowCount,
        accepted: counted.acceptedCount,
        rejected: counted.rejectedCount,
        duplicate: counted.duplicateCount,
      };
    }),
  );
}
