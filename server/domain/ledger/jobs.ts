import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";

/** Money came into a fund: what waited for cash may go on (run by `operations`). */
export const fundsArrivedJob = defineJob({
  name: "ledger.fundsArrived",
  queue: "ledger",
  payload: z.object({ fundId: z.uuid() }),
  retry: { baseMs: 250, maxMs: 30_000 },
  key: ({ fundId }) => fundId,
  about: ({ fundId }) => ({ fundId }),
});
