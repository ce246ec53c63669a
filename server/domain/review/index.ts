export { applyReviews } from "./apply";
export {
  getBulk,
  previewBulk,
  runBulk,
  startBulk,
  undoBulk,
} from "./bulk";
export { decideItems } from "./decide";
export { getItem } from "./detail";
export { applyReviewsJob, runBulkJob } from "./jobs";
export { openReviews, withdrawReviews } from "./open";
export { countQueues, listQueue } from "./queue";
export type { Decided, ItemOfSubject, ReviewSubject, ReviewSubjects } from "./subject";
export { undoDecision } from "./undo";
export { assignItem, commentOnItem, markReviewPresence, runItemAgain, snoozeItem, takeNext } from "./work";
