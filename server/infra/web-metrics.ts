import { countJobs, readOldestDueAgeS } from "#server/domain/jobs/queries";
import { countOperations } from "#server/domain/operations/queries";
import { listServiceHealth } from "#server/domain/pricing/queries";
import type { Tx } from "#server/kernel/context";
import { createMetrics } from "./metrics";

// Next loads route modules several times; the process counts in one place.
const kept = globalThis as typeof globalThis & { lastroMetrics?: ReturnType<typeof create> };

export function webMetrics() {
  kept.lastroMetrics ??= create();
  return kept.lastroMetrics;
}

function create() {
  const metrics = createMetrics("web");
  const jobs = metrics.gauge("lastro_jobs", "Jobs in the table, by queue and state", ["queue", "state"]);
  const oldest = metrics.gauge("lastro_job_oldest_due_seconds", "Age of the job that has been due longest");
  const operations = metrics.gauge("lastro_operations", "Operations, by state and by why they wait", [
    "state",
    "wait_reason",
  ]);
  const open = metrics.gauge("lastro_service_open", "1 while the breaker in front of a service is open", [
    "service",
  ]);
  const streak = metrics.gauge("lastro_service_consecutive_failures", "Failed calls in a row", ["service"]);
  const calls = metrics.gauge("lastro_service_calls", "Calls made to a service since the beginning", [
    "service",
    "outcome",
  ]);

  return {
    ...metrics,
    /** Reads what the database knows and renders everything in Prometheus' text format. */
    async render(tx: Tx): Promise<string> {
      for (const gauge of [jobs, operations, open, streak, calls]) gauge.reset();
      for (const { queue, state, count } of await countJobs(tx)) jobs.set({ queue, state }, count);
      oldest.set(await readOldestDueAgeS(tx));
      for (const { state, waitReason, count } of await countOperations(tx)) {
        operations.inc({ state, wait_reason: waitReason ?? "" }, count);
      }
      for (const health of await listServiceHealth(tx)) {
        open.set({ service: health.service }, health.isOpen ? 1 : 0);
        streak.set({ service: health.service }, health.consecutiveFailures);
        calls.set({ service: health.service, outcome: "ok" }, health.calls - health.failures);
        calls.set({ service: health.service, outcome: "failed" }, health.failures);
      }
      return metrics.registry.metrics();
    },
  };
}
