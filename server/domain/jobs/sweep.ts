import { z } from "zod";
import type { Ctx } from "#server/kernel/context";
import { defineJob } from "./define";
import { terminateExpired } from "./lease";

/** Keeps the job table and its leases healthy. */
export const sweepJobsJob = defineJob({
  name: "jobs.sweep",
  queue: "default",
  payload: z.object({}),
  retry: { baseMs: 500, maxMs: 30_000 },
  key: () => "jobs",
});

const keepDoneHours = 48;

/** Ends the sessions of lost leases and forgets jobs that ended well two days ago; stopped ones stay. */
export async function sweepJobs(ctx: Ctx): Promise<void> {
  const ended = await ctx.transaction((tx) => terminateExpired(tx.sql));
  if (ended > 0) ctx.log.warn({ count: ended }, "ended database sessions of lost leases");
  await ctx.transaction(async (tx) => {
    await tx.sql(
      `delete from job where id in (
         select id from job where state = 'done' and finished_at < now() - $1 * interval '1 hour' limit 20000)`,
      [keepDoneHours],
    );
    await tx.sql("delete from schedule_run where slot < now() - interval '1 hour'");
    await tx.sql("delete from idempotency_key where created_at < now() - interval '24 hours'");
    await tx.sql("delete from login_attempt where at < now() - interval '24 hours'");
  });
}
