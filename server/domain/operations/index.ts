export { executeOperations } from "./execute";
export { executeOperationsJob, operationsSettledJob, sweepOperationsJob } from "./jobs";
export { type Amounts, amountsOf, type Side } from "./model/amounts";
export { priceOperations } from "./price";
export { reverseOperation, reverseOperationInput } from "./reverse";
export { sweepOperations } from "./sweep";
