import { afterAll, beforeAll, expect, test } from "vitest";
import { listNotifications } from "#server/domain/notifications/queries";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import type { FakeMailer } from "#server/testing/fakes";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { commentOnItem } from "./comment";
import { listQueue } from "./queue";

type Person = { actor: Actor; ctx: Ctx };
const day = "2026-07-15";
let pipeline: Pipeline;
let reviewItemId: string;
let [manager, auditor, stranger] = [] as unknown as [Person, Person, Person];

beforeAll(async () => {
  pipeline = await openPipeline();
  const [fundId, otherId] = [await pipeline.fund("ALFA"), await pipeline.fund("BETA")];
  const sender = await pipeline.person("operacao", [fundId]);
  manager = await pipeline.person("gestor", [fundId]);
  stranger = await pipeline.person("gestor", [otherId]);
  auditor = await pipeline.person("auditor");
  for (const assetClass of assetClasses)
    pipeline.prices.serve(assetClass, day, { assetCode: `X-${assetClass}`, unitPrice: "1" });
  await pipeline.send(sender.ctx, `${operationsHeader}\nQ1;ALFA;C;NINGUEM9;1;0,01;${day};\n`);
  await pipeline.drain();
  const { items } = await auditor.ctx.transaction((tx) => listQueue(tx, { queue: "all", order: "due" }));
  reviewItemId = items[0]!.reviewItemId;
});
afterAll(() => pipeline?.close());

const say = (person: Person, kind: "COMMENT" | "QUESTION", text: string) =>
  person.ctx.transaction((tx) => commentOnItem(tx, { reviewItemId, kind, text }));
const toldTo = async ({ ctx }: Person) =>
  (await ctx.transaction((tx) => listNotifications(tx, {}))).items.filter(
    ({ subjectId }) => subjectId === reviewItemId,
  );

test("a question reaches the managers of the item's fund, and the answer who asked; nobody else", async () => {
  await say(auditor, "QUESTION", "De onde veio <este> preço?");
  expect((await toldTo(manager)).map(({ kind }) => kind)).toEqual(["review.question"]);
  expect(await toldTo(stranger)).toEqual([]);
  expect(await toldTo(auditor)).toEqual([]);

  await say(manager, "COMMENT", "Da corretora, nota anexada.");
  expect((await toldTo(auditor)).map(({ kind }) => kind)).toEqual(["review.answer"]);
  expect(await toldTo(manager)).toHaveLength(1);

  await pipeline.drain();
  const { sent } = pipeline.ctx.ports.mailer as FakeMailer;
  const about = sent.filter(({ text }) => text.includes(`/revisao/${reviewItemId}`));
  expect(about.map(({ text }) => text.split("\n")[1]).sort()).toEqual([
    "“Da corretora, nota anexada.”",
    "“De onde veio <este> preço?”",
  ]);
  expect(about.map(({ html }) => html).join()).not.toContain("<este>");
});

test("a remark before any question is told to nobody", async () => {
  const before = await toldTo(auditor);
  await say(auditor, "COMMENT", "Visto.");
  expect(await toldTo(auditor)).toEqual(before);
});
