import { z } from "zod";
import { listEventsOf } from "#server/domain/audit/queries";
import { listPostingsOf } from "#server/domain/ledger/queries";
import { reverseOperation, reverseOperationInput } from "#server/domain/operations/index";
import {
  countArrivals,
  countFacet,
  countOperations,
  getNeighbours,
  getOperation,
  listOperations,
  listTimeline,
  readArrivalMark,
  sumOperations,
} from "#server/domain/operations/queries";
import {
  arrivalMark,
  operationFacets,
  operationFilter,
  operationOrder,
} from "#server/domain/operations/schemas";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

const ref = z.strictObject({ operationId: z.uuid() });

export const operationsRouter = router({
  list: query("operation:read")
    .input(operationFilter.extend({ ...page, order: operationOrder.nullish() }))
    .query(async ({ ctx: { tx }, input }) => {
      const mark = input.cursor ? null : await readArrivalMark(tx);
      return { ...(await listOperations(tx, input)), mark };
    }),
  arrivals: query("operation:read")
    .input(operationFilter.extend({ since: arrivalMark }))
    .query(({ ctx: { tx }, input }) => countArrivals(tx, input)),
  neighbours: query("operation:read")
    .input(ref.extend({ filter: operationFilter, order: operationOrder }))
    .query(({ ctx: { tx }, input }) => getNeighbours(tx, input)),
  totals: query("operation:read")
    .input(operationFilter)
    .query(({ ctx: { tx }, input }) => sumOperations(tx, input)),
  counts: query("operation:read")
    .input(operationFilter)
    .query(({ ctx: { tx }, input }) => countOperations(tx, input)),
  facet: query("operation:read")
    .input(operationFilter.extend({ by: z.enum(operationFacets) }))
    .query(({ ctx: { tx }, input }) => countFacet(tx, input)),
  get: query("operation:read")
    .input(ref)
    .query(async ({ ctx: { tx }, input }) => {
      const operation = await getOperation(tx, input.operationId);
      const postings = await listPostingsOf(tx, operation.operationId);
      const events = await listEventsOf(tx, operation.operationId);
      return { operation, postings, timeline: await listTimeline(tx, operation, { postings, events }) };
    }),
  reverse: mutation("operation:reverse")
    .input(reverseOperationInput)
    .mutation(({ ctx: { tx }, input }) => reverseOperation(tx, input)),
});
