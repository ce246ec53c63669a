import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";

/** Takes decisions made together, when the time to undo them is over. */
export const applyReviewsJob = defineJob({
  name: "review.apply",
  queue: "default",
  payload: z.object({ batchId: z.uuid() }),
  retry: { baseMs: 250, maxMs: 30_000 },
  key: ({ batchId }) => batchId,
});

/** Carries out one decision about many items, page by page. */
export const runBulkJob = defineJob({
  name: "review.bulk",
  queue: "default",
  payload: z.object({ bulkId: z.uuid() }),
  retry: { baseMs: 250, maxMs: 30_000 },
  key: ({ bulkId }) => bulkId,
});

/** Sends one person what was asked about an item of their fund, or what was answered. */
export const sendQuestionJob = defineJob({
  name: "review.question",
  queue: "mail",
  payload: z.object({ notificationId: z.uuid() }),
  retry: { baseMs: 2_000, maxMs: 300_000 },
  key: ({ notificationId }) => notificationId,
});
