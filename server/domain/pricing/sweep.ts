import { enqueue } from "#server/domain/jobs/index";
import type { Ctx } from "#server/kernel/context";
import type { AssetClass } from "#server/kernel/ports";
import { applyPricesJob, fetchPricesJob } from "./jobs";

/** Sets going again what stands still: lists that nobody will ask for, and answered ones not applied. */
export async function sweepPrices(ctx: Ctx): Promise<void> {
  await ctx.transaction(async (tx) => {
    const forgotten = await tx.sql<{ assetClass: AssetClass; priceOn: string }>(
      `select asset_class as "assetClass", price_on::text as "priceOn" from price_request r
        where state = 'WAITING' and next_attempt_at < now() - interval '5 seconds'
          and not exists (select 1 from job j where j.name = $1 and j.key = r.asset_class || ':' || r.price_on and j.state in ('waiting', 'claimed'))
        limit 500`,
      [fetchPricesJob.name],
    );
    await enqueue(tx, fetchPricesJob, forgotten);
    const unpriced = await tx.sql<{ priceOn: string }>(
      `select r.price_on::text as "priceOn" from price_request r
        where r.state <> 'WAITING' and r.answered_at < now() - interval '5 seconds'
          and exists (select 1 from operation o where o.operation_on = r.price_on and o.state = 'PENDING'
                         and o.wait_reason in ('AWAITING_PRICE', 'AWAITING_PUBLICATION'))
        group by r.price_on`,
    );
    await enqueue(tx, applyPricesJob, unpriced);
    await tx.sql("delete from service_minute where minute < now() - interval '7 days'");
  });
}
