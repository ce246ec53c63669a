export { executeOperations } from "./execute";
export { type ForecastRow, forecastOperations } from "./forecast";
export { executeOperationsJob, operationsSettledJob, sweepOperationsJob } from "./jobs";
export { amountsOf, type Side } from "./model/amounts";
export { operationStates, waitReasons } from "./model/operation";
export { priceOperations } from "./price";
export { reverseOperation, reverseOperationInput } from "./reverse";
export { sweepOperations } from "./sweep";
export { type TakeBackPage, takeBackOperations } from "./take-back";
