import { operationSubject } from "#server/domain/operations/index";
import type { ReviewSubjects } from "./subject";

/** Everything that a person may be asked about, by `subject_type`. */
export const reviewSubjects: ReviewSubjects = { operation: operationSubject };
