import { z } from "zod";
import { capabilities } from "#server/kernel/capabilities";

export const tokenDaysMax = 366;

export const createTokenInput = z.strictObject({
  /** What it is for, as its owner will recognise it. */
  name: z.string().trim().min(1).max(120),
  userId: z.uuid(),
  capabilities: z.array(z.enum(capabilities)).min(1),
  funds: z.union([z.literal("all"), z.array(z.uuid()).min(1).max(500)]),
  days: z.number().int().min(1).max(tokenDaysMax),
});
export type CreateTokenInput = z.infer<typeof createTokenInput>;

export const revokeTokenInput = z.strictObject({
  tokenId: z.uuid(),
  reason: z.string().trim().min(3).max(1_000),
});
