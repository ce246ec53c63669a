import { fundScope } from "#server/kernel/actor";
import { localDay, localInstant } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import { type Counts, measureProgress, type Progress } from "./model/progress";

export type ProcessedUpload = {
  uploadId: string;
  fileName: string;
  state: string;
  confirmedAt: Date;
  finishedAt: Date | null;
  /** The shortest time promised by the file's funds, in seconds. */
  promisedS: number;
  progress: Progress;
};

/** The longest list of files at work that is shown; what waits behind them is in the list of files. */
const shownMax = 8;
const defaultPromiseS = 300;

/**
 * Files of the actor's funds that are at work, oldest first, and of those that ended today the one that
 * took longest and the newest. Counts are of the actor's funds alone.
 */
export async function getProcessing(
  tx: Tx,
  input: { fundCode?: string | null },
): Promise<{ active: ProcessedUpload[]; newest: ProcessedUpload | null; slowest: ProcessedUpload | null }> {
  const startOfDay = localInstant(localDay(tx.at), "00:00");
  const rows = await tx.sql<Counts & { uploadId: string; fileName: string; promisedS: number | null }>(
    `${todaysUploads}
     select u.id as "uploadId", u.file_name as "fileName", u.state, u.confirmed_at as "confirmedAt",
            u.accepted_at as "acceptedAt", u.finished_at as "finishedAt", u.row_count as rows,
            own.accepted, own.promised as "promisedS",
            coalesce((select sum(c.row_count) from upload_chunk c where c.upload_id = u.id and c.staged_at is not null), 0)::int as "stagedRows",
            open.unpriced, open.ready
       from shown u
       cross join lateral (
         select coalesce(sum(uf.accepted_count), 0)::int as accepted, min(f.service_time_s) as promised
           from upload_fund uf join fund f on f.id = uf.fund_id where uf.upload_id = u.id) own
       cross join lateral (
         select count(*) filter (where o.wait_reason = 'AWAITING_PRICE')::int as unpriced,
                count(*) filter (where o.wait_reason = 'READY')::int as ready
           from operation o
          where o.upload_id = u.id and o.state = 'PENDING' and o.wait_reason in ('AWAITING_PRICE', 'READY')
            and u.state = 'PROCESSING') open
      order by u.confirmed_at, u.id`,
    [fundScope(tx.actor), tx.actor.userId, input.fundCode ?? null, startOfDay, shownMax],
  );
  const uploads = rows.map(({ uploadId, fileName, promisedS, ...counts }) => ({
    uploadId,
    fileName,
    state: counts.state,
    confirmedAt: counts.confirmedAt,
    finishedAt: counts.finishedAt,
    promisedS: promisedS ?? defaultPromiseS,
    progress: measureProgress(counts, tx.at, promisedS ?? defaultPromiseS),
  }));
  const ended = uploads.filter(({ progress }) => progress.stage === "done");
  return {
    active: uploads.filter(({ progress }) => progress.stage !== "done"),
    newest: ended.toSorted((a, b) => Number(b.finishedAt) - Number(a.finishedAt))[0] ?? null,
    slowest: ended.toSorted((a, b) => b.progress.elapsedS - a.progress.elapsedS)[0] ?? null,
  };
}

/** Those at work, and of those that ended since `$4` the newest and the slowest. */
const todaysUploads = `with seen as (
       select u.* from upload u
        where u.confirmed_at is not null
          and (u.state in ('SPLITTING', 'STAGING', 'ACCEPTING', 'PROCESSING') or (u.state = 'DONE' and u.finished_at >= $4))
          and ($1::uuid[] is null or u.uploaded_by = $2::uuid
               or exists (select 1 from upload_fund s where s.upload_id = u.id and s.fund_id = any ($1)))
          and ($3::text is null or exists (select 1 from upload_fund s join fund f on f.id = s.fund_id
                                            where s.upload_id = u.id and f.code = $3))
     ), shown as (
       (select * from seen where state <> 'DONE' order by confirmed_at limit $5)
       union all (select * from seen where state = 'DONE' and id in (
         (select id from seen where state = 'DONE' order by finished_at desc limit 1)
         union all (select id from seen where state = 'DONE' order by finished_at - confirmed_at desc limit 1))))`;
