import { z } from "zod";
import { findAnything } from "#server/domain/search/queries";
import { query, router } from "../init";

export const searchRouter = router({
  /** Each kind of thing is looked for only with the right to read it. */
  find: query("signed-in")
    .input(z.strictObject({ text: z.string().max(100) }))
    .query(({ ctx: { tx }, input }) => findAnything(tx, input.text)),
});
