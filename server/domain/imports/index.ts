export { acceptUpload } from "./accept";
export { completeUpload } from "./complete";
export { cancelUpload, confirmUpload } from "./confirm";
export { createUpload } from "./create";
export { finishUpload } from "./finish";
export {
  acceptUploadJob,
  finishUploadJob,
  sendReportJob,
  splitUploadJob,
  stageChunkJob,
  sweepImportsJob,
} from "./jobs";
export { describeFileRefusal } from "./model/problems";
export { openRejectedCsv } from "./rejected-csv";
export { sendReport } from "./report";
export { splitUpload } from "./split";
export { stageChunk } from "./stage";
export { sweepImports } from "./sweep";
