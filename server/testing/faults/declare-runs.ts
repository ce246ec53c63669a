import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runFaults } from "./run";
import { type Backend, findRedis, openStack, type Stack } from "./stack";

/**
 * Declares the seeded runs on one backend; each has a test file of its own, so that both run at once.
 * `npm run faults` sets how many, from which seed and on which.
 */
export async function declareRuns(backend: Backend, usualRuns: number): Promise<void> {
  const firstSeed = Number(process.env.FAULT_SEED ?? 1);
  const runs = Number(process.env.FAULT_RUNS ?? usualRuns);
  const isChosen = !process.env.FAULT_QUEUE || process.env.FAULT_QUEUE === backend;
  const redis = backend === "redis" ? await findRedis() : null;
  const missing = redis && !("path" in redis) ? redis : null;
  if (missing)
    test.skipIf(!missing.mustFail)(`runs on Redis: ${missing.reason}`, () => expect.fail(missing.reason));
  if (!isChosen) test.skip(`runs on ${backend}: --fila asks for the other queue`);
  describe.skipIf(missing !== null || !isChosen)(
    `killed, paused, cut and flushed at random, the books hold, on ${backend}`,
    () => {
      let stack: Stack;
      beforeAll(async () => {
        stack = await openStack(backend);
      });
      afterAll(() => stack?.close());

      for (let i = 0; i < runs; i++) {
        test(`seed ${firstSeed + i}`, () => runFaults(stack, firstSeed + i));
      }
    },
  );
}
