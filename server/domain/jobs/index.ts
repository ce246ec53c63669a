export { defineJob, type JobDeclaration, type QueueName, queueNames, queues } from "./define";
export { enqueue } from "./enqueue";
export {
  claimJobs,
  completeJob,
  failJob,
  releaseJobs,
  renewLease,
  startJob,
} from "./lease";
export { backoffMs } from "./model/backoff";
export { sweepJobs, sweepJobsJob } from "./sweep";
