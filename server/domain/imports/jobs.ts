import { z } from "zod";
import { defineJob } from "#server/domain/jobs/index";

const retry = { baseMs: 500, maxMs: 30_000 };
const uploadPayload = z.object({ uploadId: z.uuid() });
const keyOfUpload = ({ uploadId }: { uploadId: string }) => uploadId;
const aboutUpload = ({ uploadId }: { uploadId: string }) => ({ subjectId: uploadId });

/** Reads the file once and cuts it into chunks. */
export const splitUploadJob = defineJob({
  name: "imports.split",
  queue: "imports",
  payload: uploadPayload,
  retry,
  key: keyOfUpload,
  about: aboutUpload,
});

/** Parses, validates and stages one chunk. */
export const stageChunkJob = defineJob({
  name: "imports.stage",
  queue: "imports",
  payload: z.object({ uploadId: z.uuid(), chunkNo: z.number().int().nonnegative() }),
  retry,
  key: ({ uploadId, chunkNo }) => `${uploadId}:${chunkNo}`,
  about: aboutUpload,
});

/** Makes the text of a spreadsheet that waits for its person. */
export const openSpreadsheetJob = defineJob({
  name: "imports.open",
  queue: "imports",
  payload: uploadPayload,
  retry,
  key: keyOfUpload,
  about: aboutUpload,
});

/** Says what a staged file would do, without doing it. */
export const previewUploadJob = defineJob({
  name: "imports.preview",
  queue: "imports",
  payload: uploadPayload,
  retry,
  key: keyOfUpload,
  about: aboutUpload,
});

/** Deletes what a file that was cancelled before acceptance had staged, and its bytes. */
export const discardUploadJob = defineJob({
  name: "imports.discard",
  queue: "default",
  payload: uploadPayload,
  retry,
  key: keyOfUpload,
  about: aboutUpload,
});

/** Ends a file that a person stopped while it was processed. */
export const stopUploadJob = defineJob({
  name: "imports.stop",
  queue: "ledger",
  payload: uploadPayload,
  retry,
  key: keyOfUpload,
  about: aboutUpload,
});

/** Decides, in the order of lines, which staged rows become operations. */
export const acceptUploadJob = defineJob({
  name: "imports.accept",
  queue: "imports",
  payload: uploadPayload,
  retry,
  key: keyOfUpload,
  about: aboutUpload,
});

/** Ends a file whose operations are all final or in front of a person, and reports. */
export const finishUploadJob = defineJob({
  name: "imports.finish",
  queue: "default",
  payload: uploadPayload,
  retry,
  key: keyOfUpload,
  about: aboutUpload,
});

/** Takes a whole import back. */
export const revertUploadJob = defineJob({
  name: "imports.revert",
  queue: "ledger",
  payload: z.object({ reversalId: z.uuid() }),
  retry,
  key: ({ reversalId }) => reversalId,
  about: ({ reversalId }) => ({ subjectId: reversalId }),
});

/** Finds files that stand still and sets them going again. */
export const sweepImportsJob = defineJob({
  name: "imports.sweep",
  queue: "default",
  payload: z.object({}),
  retry,
  key: () => "imports",
});

/** Reminds a person of a file that nobody confirmed. */
export const sendReminderJob = defineJob({
  name: "imports.remind",
  queue: "mail",
  payload: z.object({ notificationId: z.uuid() }),
  retry: { baseMs: 2_000, maxMs: 300_000 },
  key: ({ notificationId }) => notificationId,
});

/** Sends one manager the report of a file. */
export const sendReportJob = defineJob({
  name: "imports.report",
  queue: "mail",
  payload: z.object({ notificationId: z.uuid() }),
  retry: { baseMs: 2_000, maxMs: 300_000 },
  key: ({ notificationId }) => notificationId,
});
