export { acceptUpload } from "./accept";
export { applyFix } from "./apply-fix";
export { cancelUpload } from "./cancel";
export { findChangedFiles } from "./changed-files";
export { completeUpload } from "./complete";
export { confirmUpload } from "./confirm";
export { createUpload, setParent } from "./create";
export { diagnoseHead } from "./diagnosis";
export { discardUpload } from "./discard";
export { editRow } from "./edit-row";
export { expectTotals } from "./expect-totals";
export { sendReminder } from "./expire";
export { finishUpload } from "./finish";
export { forecastUpload } from "./forecast-upload";
export {
  acceptUploadJob,
  discardUploadJob,
  finishUploadJob,
  openSpreadsheetJob,
  previewUploadJob,
  revertUploadJob,
  sendReminderJob,
  sendReportJob,
  splitUploadJob,
  stageChunkJob,
  stopUploadJob,
  sweepImportsJob,
} from "./jobs";
export { forgetLayout } from "./layouts";
export { describeFileRefusal } from "./model/problems";
export { openSpreadsheet } from "./open-spreadsheet";
export { openOriginal } from "./original";
export { markPresence } from "./presence";
export { previewUpload } from "./preview";
export { openRejectedCsv } from "./rejected-csv";
export { sendReport } from "./report";
export { resendEdited } from "./resend";
export { requestReversal, revertUpload } from "./revert";
export { saveReading } from "./save-reading";
export { splitUpload } from "./split";
export { stageChunk } from "./stage";
export { stopUpload } from "./stop";
export { sweepImports } from "./sweep";
