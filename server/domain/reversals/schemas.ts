import { z } from "zod";
import { eventFilter } from "#server/domain/audit/schemas";

const reason = z.string().trim().min(10).max(1_000);

export const reversalRef = z.strictObject({ reversalId: z.uuid() });
export const previewReversalInput = z.strictObject({
  filter: eventFilter,
  /** The filter as the person read it. */
  inWords: z.string().trim().max(2_000),
  reason,
});
export const decideReversalInput = reversalRef.extend({ verdict: z.enum(["approve", "reject"]), reason });
