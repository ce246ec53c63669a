/** What the screens work out too, in the browser: pure, and without the weight of the schemas' zod. */
export type { QueueName, QueueOrder } from "./model/queue-name";
export { holdMs, type Outcome, saysEnough, type Verdict, verdictReasons, verdicts } from "./model/verdict";
