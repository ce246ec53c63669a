import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";

/** Tells today's auditors how the audit log stands. */
export const sweepCheckpointsJob = defineJob({
  name: "checkpoints.sweep",
  queue: "default",
  payload: z.object({}),
  retry: { baseMs: 500, maxMs: 30_000 },
  key: () => "checkpoints",
});

export const sendCheckpointJob = defineJob({
  name: "checkpoints.send",
  queue: "mail",
  payload: z.object({ notificationId: z.uuid() }),
  retry: { baseMs: 2_000, maxMs: 300_000 },
  key: ({ notificationId }) => notificationId,
});
