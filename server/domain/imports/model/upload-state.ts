export const uploadStates = [
  "RECEIVING",
  "AWAITING_CONFIRMATION",
  "SPLITTING",
  "STAGING",
  "PREVIEWED",
  "ACCEPTING",
  "PROCESSING",
  "DONE",
  "REFUSED",
  "CANCELLED",
] as const;
/** Where a file is. A file is staged either before its person confirms it (then PREVIEWED) or after. */
export type UploadState = (typeof uploadStates)[number];
