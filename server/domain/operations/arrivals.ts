import type { Tx } from "#server/kernel/context";
import { operationConditions } from "./conditions";
import type { ArrivalMark, OperationFilter } from "./schemas";

/** How far behind the clock a file may be seen to have been accepted: longer than any page of rows takes. */
const overlap = "interval '1 minute'";

/**
 * How far the files had been taken in when a list was read, so that later it can be asked what arrived
 * since. Read it before the list, in the same transaction.
 */
export async function readArrivalMark(tx: Tx): Promise<ArrivalMark> {
  const files = await tx.sql<ArrivalMark["files"][number]>(
    `select id as "uploadId", accepted_through as through from upload where state = 'ACCEPTING'
     union all
     select id, accepted_through from upload where accepted_at > now() - ${overlap} order by 1 desc limit 200`,
  );
  return { readAt: tx.at.toISOString(), files };
}

/** More than anybody needs to read exactly. */
const arrivalsMax = 1_000;

/** How many operations that match a filter arrived since a mark, up to one more than {@link arrivalsMax}. */
export async function countArrivals(
  tx: Tx,
  { since, ...filter }: OperationFilter & { since: ArrivalMark },
): Promise<number> {
  const { where, params } = await operationConditions(tx, filter);
  const bind = (value: unknown) => `$${params.push(value)}`;
  const [row] = await tx.sql<{ count: number }>(
    `with file as (
       select id from upload where state = 'ACCEPTING'
       union select id from upload where accepted_at > ${bind(since.readAt)}::timestamptz - ${overlap}
     )
     select count(*)::int as count from (
       select 1 from file
         left join unnest(${bind(since.files.map((file) => file.uploadId))}::uuid[], ${bind(since.files.map((file) => file.through))}::int[])
           as seen(id, through) on seen.id = file.id
         join operation o on o.upload_id = file.id and o.row_no > coalesce(seen.through, 0)
        where ${where} limit ${arrivalsMax + 1}) as arrived`,
    params,
  );
  return row?.count ?? 0;
}

/** Changes whenever operations arrive: what tells a list that it is worth asking. */
export async function readArrivalPulse(tx: Tx): Promise<{ at: Date | null; rows: number }> {
  const [row] = await tx.sql<{ at: Date | null; rows: number }>(
    `select (select max(accepted_at) from upload) as at,
            (select coalesce(sum(accepted_through), 0)::int from upload where state = 'ACCEPTING') as rows`,
  );
  return row ?? { at: null, rows: 0 };
}
