export { openReviews, withdrawReviews } from "./open";
