export { listBalancesAt } from "./balances-at";
export { type LockedBook, lockBook, readBook, readPositions } from "./book";
export { hashPostings } from "./hash";
export { fundsArrivedJob } from "./jobs";
export { openBook, recordContribution } from "./open";
export { postEntries } from "./post";
