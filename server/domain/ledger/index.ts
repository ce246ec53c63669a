export { type AccountCode, type LockedBook, lockBook, readPositions } from "./book";
export { hashPostings } from "./hash";
export { fundsArrivedJob } from "./jobs";
export { openBook, recordContribution } from "./open";
export { type Entries, postEntries } from "./post";
