export { applyReviews } from "./apply";
export {
  getBulk,
  previewBulk,
  runBulk,
  startBulk,
  undoBulk,
} from "./bulk";
export { listBulkItems } from "./bulk-items";
export { commentOnItem, sendQuestion } from "./comment";
export { decideItems } from "./decide";
export { getItem } from "./detail";
export { applyReviewsJob, runBulkJob, sendQuestionJob } from "./jobs";
export { openReviews, withdrawReviews } from "./open";
export { countQueues, listQueue } from "./queue";
export type { Decided, ItemOfSubject, ReviewSubject, ReviewSubjects } from "./subject";
export { readTeamNumbers } from "./team";
export { undoDecision } from "./undo";
export { assignItem, markReviewPresence, runItemAgain, snoozeItem, takeNext } from "./work";
