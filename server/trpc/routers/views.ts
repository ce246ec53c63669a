import { z } from "zod";
import { deleteView, saveView } from "#server/domain/views/index";
import { listViews } from "#server/domain/views/queries";
import { saveViewInput, viewRef, viewScreens } from "#server/domain/views/schemas";
import { mutation, query, router } from "../init";

/** Views are private: everybody has their own, nobody another's. */
export const viewsRouter = router({
  list: query("signed-in")
    .input(z.strictObject({ screen: z.enum(viewScreens) }))
    .query(({ ctx: { tx }, input }) => listViews(tx, input)),
  save: mutation("signed-in")
    .input(saveViewInput)
    .mutation(({ ctx: { tx }, input }) => saveView(tx, input)),
  delete: mutation("signed-in")
    .input(viewRef)
    .mutation(({ ctx: { tx }, input }) => deleteView(tx, input)),
});
