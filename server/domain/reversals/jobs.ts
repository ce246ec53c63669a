import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";

/** Carries out a reversal that two people agreed on. */
export const runReversalJob = defineJob({
  name: "reversals.run",
  queue: "ledger",
  payload: z.object({ reversalId: z.uuid() }),
  retry: { baseMs: 500, maxMs: 30_000 },
  key: ({ reversalId }) => reversalId,
  about: ({ reversalId }) => ({ subjectId: reversalId }),
});

/** Sends one person who may decide a reversal the way to it. */
export const tellReversalJob = defineJob({
  name: "reversals.tell",
  queue: "mail",
  payload: z.object({ notificationId: z.uuid() }),
  retry: { baseMs: 2_000, maxMs: 300_000 },
  key: ({ notificationId }) => notificationId,
});
