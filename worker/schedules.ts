import { sweepCheckpointsJob } from "#server/domain/checkpoints/index";
import { sweepImportsJob } from "#server/domain/imports/index";
import { enqueue, type JobDeclaration, sweepJobsJob } from "#server/domain/jobs/index";
import { sweepOperationsJob } from "#server/domain/operations/index";
import { sweepPricingJob } from "#server/domain/pricing/index";
import { createCtx, type Runtime, systemActor } from "#server/infra/context";

type Slot = { job: JobDeclaration<Record<string, never>>; everyMs: number };

/** The timetable. A slot belongs to one instant for all workers: whoever writes it first enqueues. */
const timetable: readonly Slot[] = [
  { job: sweepJobsJob as Slot["job"], everyMs: 5_000 },
  { job: sweepImportsJob as Slot["job"], everyMs: 15_000 },
  { job: sweepPricingJob as Slot["job"], everyMs: 10_000 },
  { job: sweepOperationsJob as Slot["job"], everyMs: 10_000 },
  { job: sweepCheckpointsJob as Slot["job"], everyMs: 15 * 60_000 },
];

export function startSchedules(runtime: Runtime): { stop(): void } {
  const ctx = createCtx(runtime, systemActor("schedule"));
  const tick = async ({ job, everyMs }: Slot) => {
    const slot = new Date(Math.floor(runtime.clock.now().getTime() / everyMs) * everyMs);
    await ctx
      .transaction(async (tx) => {
        const rows = await tx.sql(
          "insert into schedule_run (name, slot) values ($1, $2) on conflict do nothing returning 1",
          [job.name, slot],
        );
        if (rows.length > 0) await enqueue(tx, job, [{}]);
      })
      .catch((error) => runtime.log.warn({ error, name: job.name }, "schedule could not run"));
  };
  const timers = timetable.map((slot) => setInterval(() => void tick(slot), slot.everyMs));
  return { stop: () => timers.forEach(clearInterval) };
}
