export { defineJob, type JobDeclaration, type QueueName, queueNames, queues } from "./define";
export { enqueue } from "./enqueue";
export {
  type Claimed,
  claimJobs,
  completeJob,
  failJob,
  releaseJobs,
  renewLease,
  startJob,
  terminateExpired,
} from "./lease";
export { backoffMs } from "./model/backoff";
export { sweepJobs, sweepJobsJob } from "./sweep";
