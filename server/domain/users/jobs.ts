import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";

export const sendLinkJob = defineJob({
  name: "users.sendLink",
  queue: "mail",
  payload: z.object({ notificationId: z.uuid() }),
  retry: { baseMs: 2_000, maxMs: 300_000 },
  key: ({ notificationId }) => notificationId,
});
