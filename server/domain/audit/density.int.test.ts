import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { readDensity } from "./density";
import { recordEvents } from "./index";
import { countMax } from "./list";

let system: Pipeline;
let [alfa, beta] = ["", ""];
let all: Ctx;
let ofBeta: Ctx;
beforeAll(async () => {
  system = await openPipeline();
  alfa = await system.fund("ALFA");
  beta = await system.fund("BETA");
  // Before what happens later: the log grows in the order of time.
  all = (await system.person("auditor")).ctx;
  ofBeta = (await system.person("auditor", [beta])).ctx;
  await happen(3, alfa, "2036-03-02T15:00:00Z");
  await happen(2, beta, "2036-03-02T15:00:00Z");
  await happen(4, alfa, "2036-03-05T15:00:00Z");
});
afterAll(() => system?.close());

const happen = (count: number, fundId: string, at: string) =>
  system.ctx.transaction((tx) =>
    recordEvents(
      { ...tx, at: new Date(at) },
      Array.from({ length: count }, () => ({
        action: "operation.price" as const,
        subjectType: "fund" as const,
        subjectId: newId(),
        fundId,
      })),
    ),
  );
const prices = { actions: ["operation.price"] };
const march = { ...prices, from: "2036-03-01", to: "2036-03-31" };
const sum = (counts: readonly number[] | undefined) => counts?.reduce((all, one) => all + one, 0);

test("each event of the filter is in the stretch of its instant, and in no other", async () => {
  const density = await all.transaction((tx) => readDensity(tx, march));
  expect(density).toMatchObject({ from: new Date("2036-03-01T03:00:00Z"), oneIn: 1 });
  const at = (instant: string) =>
    density?.counts[Math.floor((Date.parse(instant) - density.from.getTime()) / 1000 / density.everyS)];
  expect([at("2036-03-02T15:00:00Z"), at("2036-03-05T15:00:00Z"), sum(density?.counts)]).toEqual([5, 4, 9]);
});

test("instants narrow the period, and the stretches with it", async () => {
  const since = "2036-03-02T14:59:00.000Z";
  const density = await all.transaction((tx) =>
    readDensity(tx, { ...march, since, until: "2036-03-02T15:00:10.000Z" }),
  );
  expect(density).toMatchObject({ everyS: 1, from: new Date(since) });
  expect([density?.counts.length, density?.counts[60], sum(density?.counts)]).toEqual([70, 5, 5]);
});

test("another fund's events are in nobody's bars", async () => {
  const density = await ofBeta.transaction((tx) => readDensity(tx, march));
  expect(sum(density?.counts)).toBe(2);
});

test("of more than are counted, an estimate says so and comes near", async () => {
  await happen(2 * countMax, alfa, "2036-04-10T15:00:00Z");
  const density = await all.transaction((tx) => readDensity(tx, prices));
  expect(density?.oneIn).toBeGreaterThan(1);
  const share = (sum(density?.counts) ?? 0) / (2 * countMax);
  expect(share).toBeGreaterThan(0.95);
  expect(share).toBeLessThan(1.05);
  expect(sum((await ofBeta.transaction((tx) => readDensity(tx, prices)))?.counts)).toBe(2);
}, 60_000);
