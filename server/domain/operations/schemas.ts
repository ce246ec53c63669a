import { z } from "zod";
import { operationStates, waitReasons } from "./model/operation";

/** Where an operation stands, in one word: its state, or why it waits. `PENDING` is every wait. */
const standings = [...operationStates, ...waitReasons] as const;

/** As many exceptions of a selection, or hand-picked operations, as one request carries. */
export const pickedMax = 2_000;

const cents = z.string().regex(/^\d{1,16}$/);

/** Which operations a list, a count or a sum is about; absent means all. */
export const operationFilter = z.strictObject({
  states: z.array(z.enum(operationStates)).max(10).nullish(),
  waitReasons: z.array(z.enum(waitReasons)).max(10).nullish(),
  /** Any of these, states and waits alike. */
  standings: z.array(z.enum(standings)).max(12).nullish(),
  /** Why one of them waits, by the rule's code. */
  code: z.string().max(64).nullish(),
  fundCode: z.string().max(32).nullish(),
  fundCodes: z.array(z.string().max(32)).max(100).nullish(),
  uploadId: z.uuid().nullish(),
  side: z.enum(["BUY", "SELL"]).nullish(),
  /** The asset as the list shows it: the source's code, or before a price what the file wrote. */
  asset: z.string().max(64).nullish(),
  assetClasses: z.array(z.string().max(32)).max(10).nullish(),
  /** Beginning of the file's operation id, or an asset. */
  text: z.string().max(100).nullish(),
  /** Operation date, `YYYY-MM-DD`, inclusive. */
  from: z.iso.date().nullish(),
  to: z.iso.date().nullish(),
  /** Total of an executed operation in centavos, inclusive. */
  minCents: cents.nullish(),
  maxCents: cents.nullish(),
  /** Only these, or all but these. */
  only: z.array(z.uuid()).max(pickedMax).nullish(),
  except: z.array(z.uuid()).max(pickedMax).nullish(),
});
export type OperationFilter = z.infer<typeof operationFilter>;

export const operationSorts = ["day", "total", "arrival"] as const;
export type OperationSort = (typeof operationSorts)[number];

/** The order of a list; the id breaks ties, so that a page never repeats a row nor skips one. */
export const operationOrder = z.strictObject({
  by: z.enum(operationSorts),
  direction: z.enum(["asc", "desc"]),
});
export type OperationOrder = z.infer<typeof operationOrder>;

/** How far each file had been taken in at an instant; of those that might be told again. */
export const arrivalMark = z.strictObject({
  readAt: z.iso.datetime(),
  files: z.array(z.strictObject({ uploadId: z.uuid(), through: z.number().int().min(0) })).max(200),
});
export type ArrivalMark = z.infer<typeof arrivalMark>;

/** What a filter's matches are counted by. */
export const operationFacets = ["standing", "fund", "side", "assetClass", "code"] as const;
export type OperationFacet = (typeof operationFacets)[number];

export type { OperationState, WaitReason } from "./model/operation";
