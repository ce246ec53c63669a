import {
  sendCheckpoint,
  sendCheckpointJob,
  sweepCheckpoints,
  sweepCheckpointsJob,
} from "#server/domain/checkpoints/index";
import {
  acceptUpload,
  acceptUploadJob,
  discardUpload,
  discardUploadJob,
  finishUpload,
  finishUploadJob,
  forecastUpload,
  openSpreadsheet,
  openSpreadsheetJob,
  previewUploadJob,
  revertUpload,
  revertUploadJob,
  sendReminder,
  sendReminderJob,
  sendReport,
  sendReportJob,
  splitUpload,
  splitUploadJob,
  stageChunk,
  stageChunkJob,
  stopUpload,
  stopUploadJob,
  sweepImports,
  sweepImportsJob,
} from "#server/domain/imports/index";
import { type JobDeclaration, sweepJobs, sweepJobsJob } from "#server/domain/jobs/index";
import { fundsArrivedJob } from "#server/domain/ledger/index";
import {
  executeOperations,
  executeOperationsJob,
  operationsSettledJob,
  priceOperations,
  sweepOperations,
  sweepOperationsJob,
} from "#server/domain/operations/index";
import {
  applyPricesJob,
  fetchPrices,
  fetchPricesJob,
  sweepPrices,
  sweepPricingJob,
} from "#server/domain/pricing/index";
import { runReversal, runReversalJob, sendReversal, tellReversalJob } from "#server/domain/reversals/index";
import {
  applyReviews,
  applyReviewsJob,
  runBulk,
  runBulkJob,
  sendQuestion,
  sendQuestionJob,
} from "#server/domain/review/index";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import { sendLink, sendLinkJob } from "#server/domain/users/index";
import type { Ctx } from "#server/kernel/context";

export type Handler = {
  declaration: JobDeclaration<unknown>;
  run: (ctx: Ctx, payload: unknown) => Promise<void>;
};
export type Registry = ReadonlyMap<string, Handler>;

/** Pairs a job with the verb it runs; a verb that does not take the job's payload does not compile. */
function on<Payload>(
  declaration: JobDeclaration<Payload>,
  run: (ctx: Ctx, payload: Payload) => Promise<void>,
): Handler {
  return { declaration: declaration as JobDeclaration<unknown>, run: run as Handler["run"] };
}

/** Every job and what it runs: the asynchronous system on one page. */
export const handlers: readonly Handler[] = [
  on(splitUploadJob, splitUpload),
  on(stageChunkJob, stageChunk),
  on(openSpreadsheetJob, openSpreadsheet),
  on(previewUploadJob, forecastUpload),
  on(discardUploadJob, discardUpload),
  on(stopUploadJob, stopUpload),
  on(revertUploadJob, revertUpload),
  on(acceptUploadJob, acceptUpload),
  on(fetchPricesJob, fetchPrices),
  on(applyPricesJob, priceOperations),
  on(executeOperationsJob, executeOperations),
  on(fundsArrivedJob, executeOperations),
  on(operationsSettledJob, finishUpload),
  on(finishUploadJob, finishUpload),
  on(sendReportJob, sendReport),
  on(sendReminderJob, sendReminder),
  on(runReversalJob, runReversal),
  on(tellReversalJob, sendReversal),
  on(applyReviewsJob, (ctx, payload) => applyReviews(ctx, reviewSubjects, payload)),
  on(runBulkJob, (ctx, payload) => runBulk(ctx, reviewSubjects, payload)),
  on(sendQuestionJob, sendQuestion),
  on(sendLinkJob, sendLink),
  on(sweepImportsJob, sweepImports),
  on(sweepPricingJob, sweepPrices),
  on(sweepOperationsJob, sweepOperations),
  on(sweepCheckpointsJob, sweepCheckpoints),
  on(sendCheckpointJob, sendCheckpoint),
  on(sweepJobsJob, sweepJobs),
];

export const registry: Registry = new Map(handlers.map((handler) => [handler.declaration.name, handler]));
