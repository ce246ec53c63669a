import { z } from "zod";
import { countReviews, listReviews } from "#server/domain/review/queries";
import { query, router } from "../init";
import { page } from "../page-input";

const filter = { reason: z.string().max(60).nullish(), fundCode: z.string().max(32).nullish() };

export const reviewRouter = router({
  list: query("review:read")
    .input(z.strictObject({ ...filter, ...page }))
    .query(({ ctx: { tx }, input }) => listReviews(tx, input)),
  counts: query("review:read")
    .input(z.strictObject({ fundCode: filter.fundCode }))
    .query(({ ctx: { tx }, input }) => countReviews(tx, input)),
});
