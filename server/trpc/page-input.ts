import { z } from "zod";
import { pageSizeMax } from "#server/kernel/page";

/** Input of every paged list; TanStack's infinite queries name the cursor so. */
export const page = {
  cursor: z.string().max(500).nullish(),
  /** Sent by the client for every infinite query; pages only go forward. */
  direction: z.literal("forward").optional(),
  limit: z.number().int().min(1).max(pageSizeMax).optional(),
};
