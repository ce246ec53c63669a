import { z } from "zod";
import { getProcessing, listAttention, listExecutedDays } from "#server/domain/home/queries";
import { readOldestDueAgeS, readWorkerSeenAt } from "#server/domain/jobs/queries";
import { countUnread } from "#server/domain/notifications/queries";
import { readArrivalPulse } from "#server/domain/operations/queries";
import { getPriceSourceHealth, listServiceMinutes } from "#server/domain/pricing/queries";
import { query, router } from "../init";

const scope = z.strictObject({ fundCode: z.string().max(32).nullish() });
const priceSource = "anbima";

export const homeRouter = router({
  /** What every page shows of the state of things: one reading, so that its numbers agree. */
  pulse: query("signed-in")
    .input(scope)
    .query(async ({ ctx: { tx }, input }) => ({
      readAt: tx.at,
      attention: await listAttention(tx, input),
      unread: await countUnread(tx),
      arrivals: await readArrivalPulse(tx),
      priceSource: await getPriceSourceHealth(tx, priceSource),
      queue: { oldestDueS: await readOldestDueAgeS(tx), workerSeenAt: await readWorkerSeenAt(tx) },
    })),
  processing: query("import:read")
    .input(scope)
    .query(async ({ ctx: { tx }, input }) => ({ ...(await getProcessing(tx, input)), readAt: tx.at })),
  /** Calls to the price source, minute by minute. */
  calls: query("signed-in")
    .input(z.strictObject({ minutes: z.number().int().min(5).max(180) }))
    .query(({ ctx: { tx }, input }) => listServiceMinutes(tx, { service: priceSource, ...input })),
  executed: query("operation:read")
    .input(scope.extend({ days: z.number().int().min(5).max(260) }))
    .query(({ ctx: { tx }, input }) => listExecutedDays(tx, input)),
});
