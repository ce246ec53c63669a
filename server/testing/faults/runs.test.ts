import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runFaults } from "./run";
import { type Backend, backends, findRedis, openStack, type Stack } from "./stack";

/** How many runs and from which seed; `npm run faults` sets these. */
const firstSeed = Number(process.env.FAULT_SEED ?? 1);
const runsOf: Readonly<Record<Backend, number>> = {
  redis: Number(process.env.FAULT_RUNS ?? 12),
  postgres: Number(process.env.FAULT_RUNS ?? 4),
};
const chosen = backends.filter((backend) => !process.env.FAULT_QUEUE || process.env.FAULT_QUEUE === backend);
const redis = await findRedis();

for (const backend of chosen) {
  const isMissing = backend === "redis" && !("path" in redis);
  if (isMissing)
    test.skipIf(!redis.mustFail)(`runs on Redis: ${redis.reason}`, () => expect.fail(redis.reason));
  describe.skipIf(isMissing)(
    `killed, paused, cut and flushed at random, the books hold, on ${backend}`,
    () => {
      let stack: Stack;
      beforeAll(async () => {
        stack = await openStack(backend);
      });
      afterAll(() => stack?.close());

      for (let i = 0; i < runsOf[backend]; i++) {
        test(`seed ${firstSeed + i}`, () => runFaults(stack, firstSeed + i));
      }
    },
  );
}
