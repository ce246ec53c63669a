export { applyReviews } from "./apply";
export {
  type BulkDecision,
  type BulkReport,
  getBulk,
  previewBulk,
  runBulk,
  startBulk,
  undoBulk,
} from "./bulk";
export { type Decision, type DecisionResult, decideItems } from "./decide";
export { getItem, type ItemDetail } from "./detail";
export { applyReviewsJob, runBulkJob } from "./jobs";
export { type Verdict, verdictReasons, verdicts } from "./model/verdict";
export { openReviews, withdrawReviews } from "./open";
export { countQueues, listQueue, queueNames, queueOrders } from "./queue";
export type { Decided, ItemOfSubject, ReviewSubject, ReviewSubjects } from "./subject";
export { undoDecision } from "./undo";
export { assignItem, commentOnItem, markReviewPresence, runItemAgain, snoozeItem, takeNext } from "./work";
