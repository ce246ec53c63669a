export { listAttention } from "./attention";
export { listExecutedDays } from "./executed";
export { getProcessing } from "./processing";
