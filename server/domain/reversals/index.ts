export { decideReversal, requestReversal, withdrawReversal } from "./decide";
export { runReversalJob, tellReversalJob } from "./jobs";
export { previewReversal } from "./preview";
export { runReversal } from "./run";
export { sendReversal } from "./tell";
