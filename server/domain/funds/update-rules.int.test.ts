import { afterAll, beforeAll, expect, test } from "vitest";
import { listEventsOfFund } from "#server/domain/audit/queries";
import { openReviews } from "#server/domain/review/index";
import { newId } from "#server/kernel/id";
import { openPipeline, type Pipeline } from "#server/testing/pipeline";
import { updateRules } from "./index";
import { getFund } from "./queries";

const reason = "alçada nova do comitê de 20/11";
let pipeline: Pipeline;
let fundId: string;
beforeAll(async () => {
  pipeline = await openPipeline();
  fundId = await pipeline.fund("ALFA", { openingCents: 100_000n });
});
afterAll(() => pipeline?.close());

const change = (rules: Parameters<typeof updateRules>[1]["rules"]) =>
  updateRules(pipeline.ctx, { code: "ALFA", rules, reason });
const fund = () => pipeline.ctx.transaction((tx) => getFund(tx, "ALFA"));

async function stop(): Promise<{ needed: number; step: boolean }> {
  const subjectId = newId();
  await pipeline.ctx.transaction((tx) =>
    openReviews(tx, [
      { subjectType: "upload", subjectId, fundId, reason: "X", evidence: {}, amountCents: 2_000_000n },
    ]),
  );
  const [item] = await pipeline.sql<{ needed: number; step: boolean }>(
    "select approvals_needed as needed, asks_step_up as step from review_item where subject_id = $1",
    [subjectId],
  );
  return item!;
}

test("what stops after a limit changed is bound by the new one, what stopped before by its own", async () => {
  expect(await stop()).toEqual({ needed: 2, step: false });
  expect(await change({ twoPeopleCents: 5_000_000n, stepUpCents: 1_500_000n })).toEqual([
    "twoPeopleCents",
    "stepUpCents",
  ]);
  const before = await pipeline.sql("select approvals_needed as needed from review_item");
  expect(before).toEqual([{ needed: 2 }]);
  expect(await stop()).toEqual({ needed: 1, step: true });
});

test("each change is one event of what changed, with its reason; what is so already is none", async () => {
  await change({ jumpLimit: "0.025000", staleBusinessDays: 1 });
  expect(await change({ jumpLimit: "0.025000" })).toEqual([]);
  const { items } = await pipeline.ctx.transaction((tx) => listEventsOfFund(tx, { fundId, limit: 1 }));
  expect(items).toMatchObject([
    {
      action: "fund.update",
      before: { jumpLimit: "0.050000", staleBusinessDays: 0 },
      after: { jumpLimit: "0.025000", staleBusinessDays: 1 },
      reason,
    },
  ]);
  expect(await fund()).toMatchObject({ jumpLimit: "0.025000", staleBusinessDays: 1, cutOffTime: "18:00" });
});

test.each([
  { twoPeopleCents: -1n },
  { reviewMinutes: 0 },
  { jumpLimit: "0.05" },
  { jumpLimit: "0.000000" },
  { tradedPriceLimit: "10.000001" },
  { staleBusinessDays: 31 },
  { cutOffTime: "24:00" },
])("%o is no rule", async (rules) => {
  const before = await fund();
  await expect(change(rules)).rejects.toThrow();
  expect(await fund()).toEqual(before);
});
