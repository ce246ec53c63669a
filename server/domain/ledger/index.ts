export { listBalancesAt } from "./balances-at";
export { type LockedBook, lockBook, readPositions } from "./book";
export { hashPostings } from "./hash";
export { fundsArrivedJob } from "./jobs";
export { type AccountCode, balanceOnNormalSide, chartOfAccounts } from "./model/entries";
export { openBook, recordContribution } from "./open";
export { type Entries, postEntries } from "./post";
