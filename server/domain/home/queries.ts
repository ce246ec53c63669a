export { type Attention, listAttention } from "./attention";
export { type ExecutedDay, listExecutedDays } from "./executed";
export { getProcessing, type ProcessedUpload } from "./processing";
