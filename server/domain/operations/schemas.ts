import { z } from "zod";
import { operationStates, waitReasons } from "./model/operation";

/** Which operations a list, a count or a sum is about; absent means all. */
export const operationFilter = z.strictObject({
  states: z.array(z.enum(operationStates)).max(10).nullish(),
  waitReasons: z.array(z.enum(waitReasons)).max(10).nullish(),
  fundCode: z.string().max(32).nullish(),
  uploadId: z.uuid().nullish(),
  /** Beginning of the file's operation id, or an asset. */
  text: z.string().max(100).nullish(),
  /** Operation date, `YYYY-MM-DD`, inclusive. */
  from: z.iso.date().nullish(),
  to: z.iso.date().nullish(),
});
export type OperationFilter = z.infer<typeof operationFilter>;
export type { OperationState, WaitReason } from "./model/operation";
