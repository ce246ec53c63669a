export { acceptUpload } from "./accept";
export { applyFix } from "./apply-fix";
export { completeUpload } from "./complete";
export { cancelUpload, confirmUpload } from "./confirm";
export { createUpload } from "./create";
export { diagnoseHead } from "./diagnosis";
export { discardUpload } from "./discard";
export { editRow } from "./edit-row";
export { expectTotals } from "./expect-totals";
export { finishUpload } from "./finish";
export { forecastUpload } from "./forecast-upload";
export {
  acceptUploadJob,
  discardUploadJob,
  finishUploadJob,
  openSpreadsheetJob,
  previewUploadJob,
  revertUploadJob,
  sendReportJob,
  splitUploadJob,
  stageChunkJob,
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
export { sweepImports } from "./sweep";
