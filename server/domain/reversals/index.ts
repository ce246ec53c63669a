export { decideReversal, requestReversal, withdrawReversal } from "./decide";
export { runReversalJob } from "./jobs";
export { previewReversal } from "./preview";
export { runReversal } from "./run";
