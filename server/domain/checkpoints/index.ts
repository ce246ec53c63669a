export { sendCheckpointJob, sweepCheckpointsJob } from "./jobs";
export { sendCheckpoint, sweepCheckpoints } from "./send";
