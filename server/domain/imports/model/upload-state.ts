export const uploadStates = [
  "RECEIVING",
  "AWAITING_CONFIRMATION",
  "SPLITTING",
  "STAGING",
  "PREVIEWED",
  "ACCEPTING",
  "PROCESSING",
  "STOPPING",
  "DONE",
  "REFUSED",
  "CANCELLED",
] as const;
/** Where a file is. A file is staged either before its person confirms it (then PREVIEWED) or after. */
export type UploadState = (typeof uploadStates)[number];

/** Why a file was cancelled: a person said so, its bytes never came, or nobody confirmed it in time. */
export type CancelCode = "PERSON" | "ABANDONED" | "EXPIRED";

/** Nothing of the file has become an operation: cancelled, it leaves nothing behind. */
export const unacceptedStates = [
  "RECEIVING",
  "AWAITING_CONFIRMATION",
  "SPLITTING",
  "STAGING",
  "PREVIEWED",
] as const satisfies readonly UploadState[];

/** Operations of the file are being made or executed: it is stopped at the edge of a page. */
export const runningStates = ["ACCEPTING", "PROCESSING"] as const satisfies readonly UploadState[];
