import { z } from "zod";
import { queueNames, queueOrders } from "./model/queue-name";
import { verdicts } from "./model/verdict";

const cents = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(BigInt);

export const itemRef = z.strictObject({ reviewItemId: z.uuid() });
export const bulkRef = z.strictObject({ bulkId: z.uuid() });

/** Which items a queue, a count or a decision about many is about; absent means all. */
const filterFields = {
  reason: z.string().max(60).nullish(),
  fundCode: z.string().max(32).nullish(),
  assetClass: z.string().max(32).nullish(),
  uploadId: z.uuid().nullish(),
  minCents: cents.nullish(),
  maxCents: cents.nullish(),
};
export const queueCountInput = z.strictObject(filterFields);
export const queueFilter = z.strictObject({ ...filterFields, queue: z.enum(queueNames) });
export const queueOrder = z.enum(queueOrders);

/** Who one is, proved again: the password, and a code where the person has a second factor. */
export const proofInput = z.strictObject({
  password: z.string().min(1).max(200),
  code: z.string().max(32).optional(),
});

const reasonFields = {
  reasonCode: z.string().max(40),
  text: z.string().trim().max(1_000).nullish(),
};
export const decideInput = z.strictObject({
  reviewItemId: z.uuid(),
  /** SHA-256 (hex) of what was shown. */
  evidenceHash: z.string().regex(/^[\da-f]{64}$/),
  verdict: z.enum(verdicts),
  ...reasonFields,
  change: z.record(z.string().max(40), z.string().max(64).nullable()).nullish(),
  proof: proofInput.nullish(),
});
export const bulkPreviewInput = z.strictObject({
  /** A filter, or an earlier set's failures. */
  filter: z.union([queueFilter, bulkRef]),
  verdict: z.enum(["APPROVE", "REJECT"]),
  ...reasonFields,
});
export const bulkStartInput = z.strictObject({ bulkId: z.uuid(), proof: proofInput.nullish() });
export const bulkItemsInput = z.strictObject({
  bulkId: z.uuid(),
  /** What the dry run said, or what became of it. */
  of: z.enum(["forecast", "outcome"]),
  end: z.enum(["HELD", "STANDING", "REFUSED"]),
  code: z.string().max(60).nullish(),
});
export const teamInput = z.strictObject({ days: z.number().int().min(1).max(90) });
export const snoozeInput = z.strictObject({ reviewItemId: z.uuid(), until: z.iso.datetime().nullable() });
export const assignInput = z.strictObject({ reviewItemId: z.uuid(), userId: z.uuid().nullable() });
export const commentInput = z.strictObject({
  reviewItemId: z.uuid(),
  kind: z.enum(["COMMENT", "QUESTION"]),
  text: z.string().trim().min(1).max(2_000),
});
