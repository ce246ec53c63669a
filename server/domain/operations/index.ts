export { readEvidence } from "./evidence";
export { executeOperations } from "./execute";
export { type OpenExport, openOperationsExport } from "./export";
export { type ForecastRow, forecastOperations } from "./forecast";
export { executeOperationsJob, operationsSettledJob, sweepOperationsJob } from "./jobs";
export { amountsOf, type Side } from "./model/amounts";
export {
  type ExportColumn,
  type ExportWords,
  exportColumns,
  exportFormats,
} from "./model/export-line";
export { operationStates, waitReasons } from "./model/operation";
export { priceOperations } from "./price";
export { readRepricing } from "./repricing-evidence";
export { repricingSubject } from "./repricing-subject";
export { reverseOperation, reverseOperationInput } from "./reverse";
export { operationSubject } from "./review-subject";
export { sweepOperations } from "./sweep";
export {
  cancelPendingOperations,
  forecastTakeBack,
  type TakeBackPage,
  takeBackBatch,
  takeBackOperations,
} from "./take-back";
