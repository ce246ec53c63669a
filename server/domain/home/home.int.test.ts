import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cancelUpload } from "#server/domain/imports/index";
import { sumOperations } from "#server/domain/operations/queries";
import { assignItem, listQueue } from "#server/domain/review/index";
import type { Actor } from "#server/kernel/actor";
import { localDay, previousBusinessDay } from "#server/kernel/business-day";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { getProcessing, listAttention, listExecutedDays } from "./queries";

const day = previousBusinessDay(localDay(new Date()));
const before = previousBusinessDay(day);
let pipeline: Pipeline;
let operator: { actor: Actor; ctx: Ctx };
let manager: { actor: Actor; ctx: Ctx };
let alfa: string;
let auditor: { actor: Actor; ctx: Ctx };

beforeAll(async () => {
  pipeline = await openPipeline();
  alfa = await pipeline.fund("ALFA");
  const beta = await pipeline.fund("BETA");
  operator = await pipeline.person("operacao", [alfa, beta]);
  manager = await pipeline.person("gestor", [alfa]);
  auditor = await pipeline.person("auditor");
  for (const on of [before, day]) {
    for (const assetClass of ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM12", unitPrice: "100" });
  }
  const lines = ["ALFA", "BETA"].flatMap((fund) => [
    `${fund}-1;${fund};C;EXEM12;10;0,01;${day};`,
    `${fund}-2;${fund};C;EXEM12;20;0,01;${before};`,
    `${fund}-3;${fund};C;NADA99;1;0,01;${day};`,
  ]);
  await pipeline.send(operator.ctx, `${header}\n${lines.join("\n")}\n`);
  await pipeline.drain();
});
afterAll(() => pipeline?.close());

describe("what waits for a person", () => {
  const reviewOf = async ({ ctx }: { ctx: Ctx }, fundCode?: string) =>
    (await ctx.transaction((tx) => listAttention(tx, { fundCode: fundCode ?? null }))).find(
      ({ kind }) => kind === "review",
    );

  test("is the same number as the list behind it, and of the person's funds alone", async () => {
    for (const [{ ctx }, count] of [
      [auditor, 2],
      [manager, 1],
    ] as const) {
      const review = await reviewOf({ ctx });
      const list = await ctx.transaction((tx) => listQueue(tx, { queue: "mine", order: "age" }));
      expect(review).toMatchObject({ kind: "review", count });
      expect(list.items).toHaveLength(count);
      expect(review?.oldestAt).toEqual(list.items[0]?.openedAt);
    }
  });

  test("is only what this person can decide: not what they sent, approved first, or gave away", async () => {
    expect(await reviewOf(operator)).toBeUndefined();
    const own = await pipeline.person("gestor", [alfa]);
    await pipeline.send(own.ctx, `${header}\nOWN-1;ALFA;C;NADA99;1;0,01;${day};\n`);
    await pipeline.drain();
    expect((await reviewOf(own))?.count).toBe(1);
    expect((await reviewOf(manager))?.count).toBe(2);
    const mine = await manager.ctx.transaction((tx) => listQueue(tx, { queue: "mine", order: "age" }));
    const given = mine.items.at(-1)?.reviewItemId as string;
    await manager.ctx.transaction((tx) =>
      assignItem(tx, { reviewItemId: given, userId: auditor.actor.userId }),
    );
    expect((await reviewOf(manager))?.count).toBe(1);
    await manager.ctx.transaction((tx) => assignItem(tx, { reviewItemId: given, userId: null }));
  });

  test("follows the fund that is looked at", async () => {
    expect((await reviewOf(auditor, "BETA"))?.count).toBe(1);
    expect((await reviewOf(auditor, "GAMA"))?.count).toBe(0);
  });

  test("is absent for who may do nothing about it", async () => {
    const reader = await pipeline.person("auditor_externo");
    expect(await reader.ctx.transaction((tx) => listAttention(tx, {}))).toEqual([]);
  });

  test("counts a file that waits for one's own confirmation, until it is confirmed or discarded", async () => {
    const uploads = async ({ ctx }: { ctx: Ctx }) =>
      (await ctx.transaction((tx) => listAttention(tx, {}))).find(({ kind }) => kind === "upload")?.count;
    const uploadId = await pipeline.receive(operator.ctx, `${header}\n`);
    expect([await uploads(operator), await uploads(manager)]).toEqual([1, 0]);
    await cancelUpload(operator.ctx, { uploadId });
    expect(await uploads(operator)).toBe(0);
  });
});

describe("executed value", () => {
  test("of a day is the sum of the list of that day, fund by fund and in all", async () => {
    for (const fundCode of [null, "ALFA"]) {
      const days = await operator.ctx.transaction((tx) => listExecutedDays(tx, { fundCode, days: 10 }));
      expect(days.filter(({ count }) => count > 0).map((row) => row.day)).toEqual([before, day]);
      for (const { day: on, count, totalCents } of days) {
        const list = await operator.ctx.transaction((tx) =>
          sumOperations(tx, { states: ["EXECUTED"], from: on, to: on, fundCode }),
        );
        expect({ count, totalCents }, on).toEqual(list);
      }
    }
  });

  test("is of the person's funds alone", async () => {
    const sum = async ({ ctx }: { ctx: Ctx }) =>
      (await ctx.transaction((tx) => listExecutedDays(tx, { days: 10 }))).reduce(
        (n, row) => n + row.count,
        0,
      );
    expect([await sum(operator), await sum(manager)]).toEqual([4, 2]);
  });
});

describe("processing", () => {
  test("shows a file at work against its promised time, and the day's slowest once it ended", async () => {
    const uploadId = await pipeline.send(operator.ctx, `${header}\nP-1;ALFA;C;EXEM12;1;0,01;${day};\n`);
    const seen = await operator.ctx.transaction((tx) => getProcessing(tx, {}));
    expect(seen.active).toMatchObject([{ uploadId, promisedS: 300, progress: { stage: "reading" } }]);
    await pipeline.drain();
    const after = await operator.ctx.transaction((tx) => getProcessing(tx, {}));
    expect(after.active).toEqual([]);
    expect(after.newest).toMatchObject({ uploadId, progress: { stage: "done" } });
    expect(after.slowest?.progress.slackS).toBeGreaterThan(200);
  });

  test("of a file with another's funds counts one's own operations", async () => {
    const { newest } = await manager.ctx.transaction((tx) => getProcessing(tx, { fundCode: "ALFA" }));
    expect(newest?.progress.total).toBe(1);
    expect(await manager.ctx.transaction((tx) => getProcessing(tx, { fundCode: "BETA" }))).toEqual({
      active: [],
      newest: null,
      slowest: null,
    });
  });
});
