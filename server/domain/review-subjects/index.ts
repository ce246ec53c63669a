import { operationSubject, repricingSubject } from "#server/domain/operations/index";
import type { ReviewSubjects } from "#server/domain/review/index";

/** Everything that a person may be asked about, by `subject_type`. */
export const reviewSubjects: ReviewSubjects = {
  operation: operationSubject,
  repricing: repricingSubject,
};
