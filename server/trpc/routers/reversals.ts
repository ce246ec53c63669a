import { z } from "zod";
import {
  decideReversal,
  previewReversal,
  requestReversal,
  withdrawReversal,
} from "#server/domain/reversals/index";
import { getReversal, listReversalItems, listReversals } from "#server/domain/reversals/queries";
import { decideReversalInput, previewReversalInput, reversalRef } from "#server/domain/reversals/schemas";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

export const reversalsRouter = router({
  list: query("operation:read")
    .input(z.strictObject({ isWaiting: z.boolean().nullish(), ...page }))
    .query(({ ctx: { tx }, input }) => listReversals(tx, input)),
  get: query("operation:read")
    .input(reversalRef)
    .query(({ ctx: { tx }, input }) => getReversal(tx, input.reversalId)),
  items: query("operation:read")
    .input(reversalRef.extend(page))
    .query(({ ctx: { tx }, input }) => listReversalItems(tx, input)),
  preview: mutation("operation:reverse")
    .input(previewReversalInput)
    .mutation(({ ctx: { tx }, input }) => previewReversal(tx, input)),
  request: mutation("operation:reverse")
    .input(reversalRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await requestReversal(tx, input);
      return input;
    }),
  withdraw: mutation("operation:reverse")
    .input(reversalRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await withdrawReversal(tx, input);
      return input;
    }),
  decide: mutation("operation:reverse")
    .input(decideReversalInput)
    .mutation(async ({ ctx: { tx }, input }) => {
      await decideReversal(tx, input);
      return { reversalId: input.reversalId };
    }),
});
