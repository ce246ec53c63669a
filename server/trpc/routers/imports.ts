import { z } from "zod";
import { cancelUpload, confirmUpload } from "#server/domain/imports/index";
import {
  countProblems,
  getUpload,
  listProblemRows,
  listUploads,
  uploadStates,
} from "#server/domain/imports/queries";
import { uploadRef } from "#server/domain/imports/schemas";
import { countOperations } from "#server/domain/operations/queries";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

export const importsRouter = router({
  list: query("import:read")
    .input(z.strictObject({ states: z.array(z.enum(uploadStates)).max(10).nullish(), ...page }))
    .query(({ ctx: { tx }, input }) => listUploads(tx, input)),
  get: query("import:read")
    .input(uploadRef)
    .query(async ({ ctx: { tx }, input: { uploadId } }) => ({
      upload: await getUpload(tx, uploadId),
      operations: await countOperations(tx, { uploadId }),
      problems: await countProblems(tx, uploadId),
    })),
  problemRows: query("import:read")
    .input(uploadRef.extend({ state: z.enum(["REJECTED", "DUPLICATE"]).nullish(), ...page }))
    .query(({ ctx: { tx }, input }) => listProblemRows(tx, input)),
  confirm: mutation("import:create")
    .input(uploadRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await confirmUpload(tx, input);
      return input;
    }),
  cancel: mutation("import:create")
    .input(uploadRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await cancelUpload(tx, input);
      return input;
    }),
});
