import type { Tx } from "#server/kernel/context";

/**
 * Notes which funds the staged lines name: who sees one of them may join the file's person from here on,
 * with that fund's lines alone, and who sees every one of them sees the file whole.
 */
export async function noteFunds(tx: Tx, uploadId: string): Promise<void> {
  await tx.sql(
    `with named as (select distinct fund_id from upload_row where upload_id = $1),
          gone as (delete from upload_fund f where f.upload_id = $1 and f.accepted_count = 0
                      and not exists (select 1 from named n where n.fund_id = f.fund_id)),
          come as (insert into upload_fund (upload_id, fund_id)
                   select $1, fund_id from named where fund_id is not null on conflict do nothing)
     update upload set fund_count = (select case when bool_and(fund_id is not null) then count(*)::int end from named) where id = $1`,
    [uploadId],
  );
}
