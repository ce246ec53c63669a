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
