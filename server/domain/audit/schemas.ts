import { z } from "zod";

export const actorKinds = ["user", "token", "job", "system"] as const;

/** Which events a list, a count, an export or a reversal is about; absent means all. */
export const eventFilter = z.strictObject({
  /** A person, a token, or a part of the system by its name. */
  actorId: z.string().max(64).nullish(),
  actorKind: z.enum(actorKinds).nullish(),
  actions: z.array(z.string().max(64)).max(30).nullish(),
  subjectType: z.string().max(40).nullish(),
  subjectId: z.uuid().nullish(),
  fundCodes: z.array(z.string().max(32)).max(100).nullish(),
  /** Days in São Paulo, `YYYY-MM-DD`, inclusive. */
  from: z.iso.date().nullish(),
  to: z.iso.date().nullish(),
  /** Instants, the second left out; together with the days, whichever is narrower. */
  since: z.iso.datetime().nullish(),
  until: z.iso.datetime().nullish(),
  /** Part of the reason that was given, in any case of letters. */
  reason: z.string().max(100).nullish(),
  /** A field whose value before and after differ. */
  field: z.string().max(64).nullish(),
  requestId: z.string().max(64).nullish(),
});
export type EventFilter = z.infer<typeof eventFilter>;

/** The number of the newest event that is shown already. */
export const newerInput = eventFilter.extend({ after: z.string().regex(/^\d{1,18}$/) });

export const eventRef = z.strictObject({ eventId: z.uuid() });
export const revealInput = eventRef.extend({ reason: z.string().trim().min(10).max(1_000) });
