import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";

/** Executes what is ready in one fund. */
export const executeOperationsJob = defineJob({
  name: "operations.execute",
  queue: "ledger",
  payload: z.object({ fundId: z.uuid() }),
  retry: { baseMs: 250, maxMs: 30_000 },
  key: ({ fundId }) => fundId,
  about: ({ fundId }) => ({ fundId }),
});

/** Finds operations that stand still, and those that exceed their service time. */
export const sweepOperationsJob = defineJob({
  name: "operations.sweep",
  queue: "default",
  payload: z.object({}),
  retry: { baseMs: 500, maxMs: 30_000 },
  key: () => "operations",
});

/** Operations of a file moved on: its report may be due (run by `imports`). */
export const operationsSettledJob = defineJob({
  name: "operations.settled",
  queue: "default",
  payload: z.object({ uploadId: z.uuid() }),
  retry: { baseMs: 250, maxMs: 30_000 },
  key: ({ uploadId }) => uploadId,
  about: ({ uploadId }) => ({ subjectId: uploadId }),
});
