export { openReviews, type ReviewRequest, withdrawReviews } from "./open";
