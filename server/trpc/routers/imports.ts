import { z } from "zod";
import {
  applyFix,
  cancelUpload,
  confirmUpload,
  editRow,
  expectTotals,
  forgetLayout,
  previewUpload,
  requestReversal,
  resendEdited,
  saveReading,
} from "#server/domain/imports/index";
import {
  correctionFates,
  countCorrection,
  countProblems,
  getDiagnosis,
  getUpload,
  getWizard,
  listCorrectionRows,
  listProblemGroups,
  listProblemRows,
  listReversalRows,
  listStagedRows,
  listStoredRows,
  listUploadThreads,
  measureColumns,
  uploadStates,
} from "#server/domain/imports/queries";
import {
  applyFixInput,
  confirmInput,
  diagnosisInput,
  editRowInput,
  expectTotalsInput,
  layoutRef,
  previewInput,
  resendInput,
  revertInput,
  rowBuckets,
  saveReadingInput,
  uploadOutcomes,
  uploadRef,
} from "#server/domain/imports/schemas";
import { countOperations, sumOperationsByState } from "#server/domain/operations/queries";
import { mutation, query, router } from "../init";
import { page } from "../page-input";

export const importsRouter = router({
  list: query("import:read")
    .input(
      z.strictObject({
        states: z.array(z.enum(uploadStates)).max(10).nullish(),
        outcome: z.enum(uploadOutcomes).nullish(),
        isOwn: z.boolean().nullish(),
        fundCode: z.string().max(40).nullish(),
        text: z.string().trim().max(200).nullish(),
        ...page,
      }),
    )
    .query(({ ctx: { tx }, input }) => listUploadThreads(tx, input)),
  get: query("import:read")
    .input(uploadRef)
    .query(async ({ ctx: { tx }, input: { uploadId } }) => {
      const upload = await getUpload(tx, uploadId);
      return {
        upload,
        operations: await countOperations(tx, { uploadId }),
        problems: await countProblems(tx, uploadId),
        ...(await getWizard(tx, uploadId, upload.isWhole)),
      };
    }),
  totals: query("import:read")
    .input(uploadRef)
    .query(async ({ ctx: { tx }, input }) => {
      await getUpload(tx, input.uploadId);
      return await sumOperationsByState(tx, input.uploadId);
    }),
  problemRows: query("import:read")
    .input(uploadRef.extend({ state: z.enum(["REJECTED", "DUPLICATE"]).nullish(), ...page }))
    .query(({ ctx: { tx }, input }) => listProblemRows(tx, input)),
  diagnosis: query("import:create")
    .input(diagnosisInput)
    .query(({ ctx: { tx }, input }) => getDiagnosis(tx, input)),
  saveReading: mutation("import:create")
    .input(saveReadingInput)
    .mutation(({ ctx: { tx }, input }) => saveReading(tx, input)),
  preview: mutation("import:create")
    .input(previewInput)
    .mutation(async ({ ctx: { tx }, input }) => {
      await previewUpload(tx, input);
      return { uploadId: input.uploadId };
    }),
  rows: query("import:read")
    .input(
      uploadRef.extend({
        bucket: z.enum(rowBuckets).nullish(),
        code: z.string().max(60).nullish(),
        column: z.string().max(200).nullish(),
        rowNo: z.number().int().min(1).nullish(),
        ...page,
      }),
    )
    .query(({ ctx: { tx }, input }) => listStagedRows(tx, input)),
  storedRows: query("import:read")
    .input(uploadRef)
    .query(({ ctx: { tx }, input }) => listStoredRows(tx, input.uploadId)),
  columnFigures: query("import:read")
    .input(uploadRef)
    .query(({ ctx: { tx }, input }) => measureColumns(tx, input.uploadId)),
  problemGroups: query("import:read")
    .input(uploadRef)
    .query(({ ctx: { tx }, input }) => listProblemGroups(tx, input.uploadId)),
  applyFix: mutation("import:create")
    .input(applyFixInput)
    .mutation(({ ctx: { tx }, input }) => applyFix(tx, input)),
  editRow: mutation("import:create")
    .input(editRowInput)
    .mutation(({ ctx: { tx }, input }) => editRow(tx, input)),
  correction: query("import:read")
    .input(uploadRef)
    .query(({ ctx: { tx }, input }) => countCorrection(tx, input.uploadId)),
  correctionRows: query("import:read")
    .input(uploadRef.extend({ fate: z.enum(correctionFates).nullish(), ...page }))
    .query(({ ctx: { tx }, input }) => listCorrectionRows(tx, input)),
  resend: mutation("import:create")
    .input(resendInput)
    .mutation(({ ctx: { tx }, input }) => resendEdited(tx, input)),
  revert: mutation("operation:reverse")
    .input(revertInput)
    .mutation(({ ctx: { tx }, input }) => requestReversal(tx, input)),
  reversalRows: query("import:read")
    .input(uploadRef.extend({ bucket: z.enum(["REVERTED", "KEPT", "FAILED"]).nullish(), ...page }))
    .query(async ({ ctx: { tx }, input }) => {
      await getUpload(tx, input.uploadId);
      return await listReversalRows(tx, input);
    }),
  expectTotals: mutation("import:create")
    .input(expectTotalsInput)
    .mutation(async ({ ctx: { tx }, input }) => {
      await expectTotals(tx, input);
      return { uploadId: input.uploadId };
    }),
  confirm: mutation("import:create")
    .input(confirmInput)
    .mutation(async ({ ctx: { tx }, input }) => {
      await confirmUpload(tx, input);
      return { uploadId: input.uploadId };
    }),
  cancel: mutation("import:create")
    .input(uploadRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await cancelUpload(tx, input);
      return input;
    }),
  forgetLayout: mutation("import:create")
    .input(layoutRef)
    .mutation(async ({ ctx: { tx }, input }) => {
      await forgetLayout(tx, input);
      return input;
    }),
});
