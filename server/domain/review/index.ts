export { applyReviews } from "./apply";
export { type Decision, type DecisionResult, decideItems } from "./decide";
export { applyReviewsJob } from "./jobs";
export { type Verdict, verdictReasons, verdicts } from "./model/verdict";
export { openReviews, withdrawReviews } from "./open";
export type { Decided, ItemOfSubject, ReviewSubject, ReviewSubjects } from "./subject";
export { undoDecision } from "./undo";
