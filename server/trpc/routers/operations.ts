import { z } from "zod";
import { listEventsOf } from "#server/domain/audit/queries";
import { listPostingsOf } from "#server/domain/ledger/queries";
import { reverseOperation, reverseOperationInput } from "#server/domain/operations/index";
import { operationStates, waitReasons } from "#server/domain/operations/model/operation";
import {
  countOperations,
  getOperation,
  listOperations,
  sumOperations,
} from "#server/domain/operations/queries";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

const filter = z.strictObject({
  states: z.array(z.enum(operationStates)).max(10).nullish(),
  waitReasons: z.array(z.enum(waitReasons)).max(10).nullish(),
  fundCode: z.string().max(32).nullish(),
  uploadId: z.uuid().nullish(),
  text: z.string().max(100).nullish(),
  from: z.iso.date().nullish(),
  to: z.iso.date().nullish(),
});
const ref = z.strictObject({ operationId: z.uuid() });

export const operationsRouter = router({
  list: query("operation:read")
    .input(filter.extend(page))
    .query(({ ctx: { tx }, input }) => listOperations(tx, input)),
  totals: query("operation:read")
    .input(filter)
    .query(({ ctx: { tx }, input }) => sumOperations(tx, input)),
  counts: query("operation:read")
    .input(filter)
    .query(({ ctx: { tx }, input }) => countOperations(tx, input)),
  get: query("operation:read")
    .input(ref)
    .query(async ({ ctx: { tx }, input }) => {
      const operation = await getOperation(tx, input.operationId);
      const postings = await listPostingsOf(tx, operation.operationId);
      return { operation, postings, events: await listEventsOf(tx, operation.operationId) };
    }),
  reverse: mutation("operation:reverse")
    .input(reverseOperationInput)
    .mutation(({ ctx: { tx }, input }) => reverseOperation(tx, input)),
});
