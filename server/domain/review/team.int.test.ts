import { afterAll, beforeAll, expect, test } from "vitest";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import type { Actor } from "#server/kernel/actor";
import { localDay, localInstant, previousBusinessDay } from "#server/kernel/business-day";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { decideItems } from "./decide";
import { listQueue } from "./queue";
import { readTeamNumbers } from "./team";
import { undoDecision } from "./undo";
import { assignItem } from "./work";

type Person = { actor: Actor; ctx: Ctx };
const day = "2026-07-15";
let pipeline: Pipeline;
let [ana, bia, stranger] = [] as unknown as [Person, Person, Person];

beforeAll(async () => {
  pipeline = await openPipeline();
  const [fundId, otherId] = [await pipeline.fund("ALFA"), await pipeline.fund("BETA")];
  const sender = await pipeline.person("operacao", [fundId]);
  ana = await pipeline.person("auditor");
  bia = await pipeline.person("auditor");
  stranger = await pipeline.person("gestor", [otherId]);
  for (const assetClass of assetClasses)
    pipeline.prices.serve(assetClass, day, { assetCode: `X-${assetClass}`, unitPrice: "1" });
  const lines = Array.from({ length: 5 }, (_, n) => `T${n};ALFA;C;NINGUEM9;1;0,01;${day};`);
  await pipeline.send(sender.ctx, `${operationsHeader}\n${lines.join("\n")}\n`);
  await pipeline.drain();
});
afterAll(() => pipeline?.close());

const numbersOf = ({ ctx }: Person) => ctx.transaction((tx) => readTeamNumbers(tx, { days: 7 }));
async function reject(person: Person, item: { reviewItemId: string; evidenceHash: string }) {
  const reason = { verdict: "REJECT", reasonCode: "REPETIDA", text: "já veio ontem", change: null } as const;
  await person.ctx.transaction((tx) =>
    decideItems(tx, reviewSubjects, new Map([[item.reviewItemId, item.evidenceHash]]), {
      ...reason,
      isProven: false,
    }),
  );
}

test("the head of the team sees what is old, how fast the rest went, and who decided how much", async () => {
  const { items } = await ana.ctx.transaction((tx) => listQueue(tx, { queue: "all", order: "due" }));
  const [late, given, quick, slow, undone] = items;
  await pipeline.sql(
    "update review_item set opened_at = now() - interval '2 days', due_at = now() - interval '1 day' where id = any ($1::uuid[])",
    [[late!.reviewItemId, slow!.reviewItemId]],
  );
  await ana.ctx.transaction((tx) =>
    assignItem(tx, { reviewItemId: given!.reviewItemId, userId: bia.actor.userId }),
  );
  await reject(ana, quick!);
  await reject(ana, slow!);
  await reject(ana, undone!);
  await ana.ctx.transaction((tx) => undoDecision(tx, undone!.reviewItemId));

  const { open, ageing, ended, people } = await numbersOf(ana);
  expect(open).toMatchObject({ count: 3, overdue: 1 });
  expect(ageing.filter(({ count }) => count > 0)).toMatchObject([
    { age: "hour", count: 2, overdue: 0 },
    { age: "threeDays", count: 1, overdue: 1 },
  ]);
  expect(ended).toMatchObject({ count: 2, onTime: 1 });
  const none = { decided: 0, rejected: 0, undone: 0, assigned: 0 };
  expect(people).toMatchObject([
    { ...none, userId: ana.actor.userId, decided: 2, rejected: 2, undone: 1, onTime: 1 },
    { ...none, userId: bia.actor.userId, assigned: 1 },
  ]);
});

test("service time is counted in business hours: a night, a weekend and a holiday are nobody's delay", async () => {
  const { items } = await ana.ctx.transaction((tx) => listQueue(tx, { queue: "all", order: "due" }));
  const item = items[0]!;
  await reject(bia, item);
  const last = previousBusinessDay(localDay(new Date()));
  const before = previousBusinessDay(last);
  await pipeline.sql("alter table review_decision disable trigger keep_review_decision");
  await pipeline.sql("update review_item set opened_at = $2 where id = $1", [
    item.reviewItemId,
    localInstant(before, "17:30"),
  ]);
  await pipeline.sql("update review_decision set decided_at = $2 where review_item_id = $1", [
    item.reviewItemId,
    localInstant(last, "09:45"),
  ]);
  // The others ended at once: only this one is looked at.
  await pipeline.sql("update review_decision set decided_at = '2020-01-01' where review_item_id <> $1", [
    item.reviewItemId,
  ]);
  await pipeline.sql("alter table review_decision enable trigger keep_review_decision");
  const { ended } = await ana.ctx.transaction((tx) => readTeamNumbers(tx, { days: 30 }));
  expect(ended).toMatchObject({ count: 1, medianS: 75 * 60, p90S: 75 * 60 });
});

test("who manages another fund sees none of it", async () => {
  expect(await numbersOf(stranger)).toMatchObject({
    open: { count: 0 },
    ended: { count: 0, medianS: null },
    people: [],
  });
});
