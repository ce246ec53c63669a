import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import type { Page } from "#server/kernel/page";
import { assetClasses } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { getBulk, previewBulk, startBulk, undoBulk } from "./bulk";
import { listBulkItems } from "./bulk-items";
import { commentOnItem } from "./comment";
import { decideItems } from "./decide";
import { countQueues, listQueue, type QueuedItem, type QueueFilter } from "./queue";
import { assignItem, markReviewPresence, snoozeItem, takeNext } from "./work";

type Person = { actor: Actor; ctx: Ctx };
const [before, day] = ["2026-07-14", "2026-07-15"];
const reason = { verdict: "APPROVE", reasonCode: "AMORTIZACAO", text: null } as const;
let pipeline: Pipeline;
let fundId: string;
let sender: Person;
let ana: Person;
let bia: Person;
let uploads = 0;

beforeAll(async () => {
  pipeline = await openPipeline();
  fundId = await pipeline.fund("ALFA");
  sender = await pipeline.person("gestor", [fundId]);
  ana = await pipeline.person("auditor");
  bia = await pipeline.person("auditor");
  for (const on of [before, day])
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
  pipeline.prices.serve("debentures", before, { assetCode: "SALTA1", unitPrice: "100" });
  pipeline.prices.serve("debentures", day, { assetCode: "SALTA1", unitPrice: "110" });
});
afterAll(() => pipeline?.close());

/** Purchases that stop: 20 small ones, 5 that take two people, 1 without any price. */
async function stopMany(): Promise<QueueFilter> {
  uploads += 1;
  const line = (n: number, asset: string, quantity: number) =>
    `B${uploads}-${n};ALFA;C;${asset};${quantity};0,01;${day};`;
  const lines = [
    ...Array.from({ length: 20 }, (_, n) => line(n, "SALTA1", 1)),
    ...Array.from({ length: 5 }, (_, n) => line(100 + n, "SALTA1", 100)),
    line(200, "NINGUEM9", 1),
  ];
  const uploadId = await pipeline.send(sender.ctx, `${operationsHeader}\n${lines.join("\n")}\n`);
  await pipeline.drain();
  return { queue: "all", uploadId };
}

async function letPass(): Promise<void> {
  await pipeline.sql("update review_decision set due_at = now() where state = 'HELD'");
  await pipeline.sql("update job set due_at = now() where name = 'review.apply' and state = 'waiting'");
  await pipeline.drain();
}

async function preview(person: Person, filter: QueueFilter | { bulkId: string }) {
  return await person.ctx.transaction((tx) => previewBulk(tx, reviewSubjects, { filter, decision: reason }));
}
async function run(person: Person, bulkId: string) {
  await person.ctx.transaction((tx) => startBulk(tx, { bulkId, isProven: true }));
  await pipeline.drain();
  return await person.ctx.transaction((tx) => getBulk(tx, bulkId));
}
async function states(uploadId: string | null | undefined) {
  const rows = await pipeline.sql<{ state: string; count: number }>(
    `select case state when 'PENDING' then wait_reason else state end as state, count(*)::int as count
       from operation where upload_id = $1 group by 1`,
    [uploadId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

describe("a decision about many", () => {
  test("says beforehand what it would do, does exactly that, and a second person ends it", async () => {
    const filter = await stopMany();
    const { bulkId, groups } = await preview(ana, filter);
    expect(groups).toEqual([
      { end: "HELD", code: null, count: 20, amountCents: 20n * 11_000n },
      { end: "REFUSED", code: "review.not_approvable", count: 1, amountCents: 0n },
      { end: "STANDING", code: null, count: 5, amountCents: 5n * 1_100_000n },
    ]);
    const itemsOf = (person: Person, more: { of: "forecast" | "outcome"; cursor?: string | null }) =>
      person.ctx.transaction((tx) => listBulkItems(tx, { bulkId, end: "HELD", limit: 15, ...more }));
    const first = await itemsOf(ana, { of: "forecast" });
    const rest = await itemsOf(ana, { of: "forecast", cursor: first.nextCursor });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([15, 5, null]);
    expect(first.items[0]).toMatchObject({ fundCode: "ALFA", reason: "DESVIO_D1", amountCents: 11_000n });
    await expect(itemsOf(bia, { of: "forecast" })).rejects.toMatchObject({ code: "review.not_found" });
    const report = await run(ana, bulkId);
    expect(report).toMatchObject({ state: "DONE", left: 0, outcome: groups });
    expect((await itemsOf(ana, { of: "outcome" })).items).toEqual(first.items);
    await letPass();
    expect(await states(filter.uploadId)).toEqual({ EXECUTED: 20, IN_REVIEW: 6 });

    const second = await preview(bia, { ...filter, queue: "second" });
    expect(second.groups).toMatchObject([{ end: "HELD", count: 5 }]);
    await run(bia, second.bulkId);
    await letPass();
    expect(await states(filter.uploadId)).toEqual({ EXECUTED: 25, IN_REVIEW: 1 });
  });

  test("takes what was frozen: what changed since is refused, what came since is not in it", async () => {
    const filter = await stopMany();
    const { bulkId } = await preview(ana, filter);
    await pipeline.sql(
      `update review_item set state = 'WITHDRAWN', closed_at = now()
        where id = (select i.id from review_item i join operation o on o.id = i.subject_id
                     where o.upload_id = $1 and o.quantity = 1 and i.reason = 'DESVIO_D1' limit 1)`,
      [filter.uploadId],
    );
    const report = await run(ana, bulkId);
    expect(report.outcome).toMatchObject([
      { end: "HELD", count: 19 },
      { end: "REFUSED", code: "review.decided", count: 1 },
      { end: "REFUSED", code: "review.not_approvable", count: 1 },
      { end: "STANDING", count: 5 },
    ]);
    const again = await preview(ana, { bulkId });
    expect(again.groups.map((group) => group.count)).toEqual([1]);
  });

  test("is undone as a whole while it is held", async () => {
    const filter = await stopMany();
    const { bulkId } = await preview(ana, filter);
    await run(ana, bulkId);
    expect(await ana.ctx.transaction((tx) => undoBulk(tx, bulkId))).toEqual({ count: 25, stopped: 0 });
    await letPass();
    expect(await states(filter.uploadId)).toEqual({ IN_REVIEW: 26 });
    await expect(ana.ctx.transaction((tx) => undoBulk(tx, bulkId))).rejects.toMatchObject({
      code: "review.not_held",
    });
  });

  test("stopped half-way leaves what was reached to be undone, and the rest undecided, to be tried again", async () => {
    const filter = await stopMany();
    const { bulkId } = await preview(ana, filter);
    await ana.ctx.transaction((tx) => startBulk(tx, { bulkId, isProven: true }));
    expect(await ana.ctx.transaction((tx) => undoBulk(tx, bulkId))).toEqual({ count: 0, stopped: 26 });
    await pipeline.drain();
    const report = await ana.ctx.transaction((tx) => getBulk(tx, bulkId));
    expect(report).toMatchObject({ state: "DONE", left: 0 });
    expect(report.outcome).toMatchObject([{ end: "REFUSED", code: "review.stopped", count: 26 }]);
    expect(await states(filter.uploadId)).toEqual({ IN_REVIEW: 26 });
    const again = await preview(ana, { bulkId });
    expect(again.groups.map(({ end, count }) => [end, count])).toEqual([
      ["HELD", 20],
      ["REFUSED", 1],
      ["STANDING", 5],
    ]);
  });

  test("once another person's decision counts on its first approvals takes none of them back", async () => {
    const filter = await stopMany();
    const { bulkId } = await preview(ana, filter);
    await run(ana, bulkId);
    const second = await preview(bia, { ...filter, queue: "second" });
    expect(await run(bia, second.bulkId)).toMatchObject({ outcome: [{ end: "HELD", count: 5 }] });
    expect(await ana.ctx.transaction((tx) => undoBulk(tx, bulkId))).toEqual({ count: 20, stopped: 0 });
    await letPass();
    expect(await states(filter.uploadId)).toEqual({ EXECUTED: 5, IN_REVIEW: 21 });
  });

  test("of which another person decides one meanwhile goes on with the others, and says whose it was", async () => {
    const filter = await stopMany();
    const { bulkId } = await preview(ana, filter);
    const { items } = await bia.ctx.transaction((tx) => listQueue(tx, { ...filter, order: "due" }));
    const small = items.find(({ amountCents }) => amountCents === 11_000n)!;
    await bia.ctx.transaction((tx) =>
      decideItems(tx, reviewSubjects, new Map([[small.reviewItemId, small.evidenceHash]]), {
        ...reason,
        change: null,
        isProven: false,
      }),
    );
    const report = await run(ana, bulkId);
    expect(report.outcome).toMatchObject([
      { end: "HELD", count: 19 },
      { end: "REFUSED", code: "review.decided", count: 1 },
      { end: "REFUSED", code: "review.not_approvable", count: 1 },
      { end: "STANDING", count: 5 },
    ]);
    const lost = { bulkId, of: "outcome", end: "REFUSED", code: "review.decided" } as const;
    expect((await ana.ctx.transaction((tx) => listBulkItems(tx, lost))).items).toMatchObject([
      { reviewItemId: small.reviewItemId, deciderName: expect.any(String) },
    ]);
  });

  test("is only its own person's, started once, and asks for a proof where an item does", async () => {
    const filter = await stopMany();
    const { bulkId } = await preview(ana, filter);
    const start = (person: Person, isProven: boolean) =>
      person.ctx.transaction((tx) => startBulk(tx, { bulkId, isProven }));
    await expect(start(bia, true)).rejects.toMatchObject({ code: "review.not_found" });
    await start(ana, false);
    await expect(start(ana, true)).rejects.toMatchObject({ code: "review.decided" });
    const large = await pipeline.send(
      sender.ctx,
      `${operationsHeader}\nG1;ALFA;C;SALTA1;100000;0,01;${day};\n`,
    );
    await pipeline.drain();
    const asking = await preview(ana, { queue: "all", uploadId: large });
    await expect(
      ana.ctx.transaction((tx) => startBulk(tx, { bulkId: asking.bulkId, isProven: false })),
    ).rejects.toMatchObject({ code: "review.proof_required" });
  });

  test("ends where the person's right ended meanwhile", async () => {
    const filter = await stopMany();
    const leaver = await pipeline.person("auditor");
    const { bulkId } = await preview(leaver, filter);
    await leaver.ctx.transaction((tx) => startBulk(tx, { bulkId, isProven: true }));
    await pipeline.sql("update app_user set disabled_at = now() where id = $1", [leaver.actor.userId]);
    await pipeline.drain();
    const report = await leaver.ctx.transaction((tx) => getBulk(tx, bulkId));
    expect(report.outcome).toMatchObject([{ end: "REFUSED", code: "review.not_found", count: 26 }]);
  });
});

describe("the queue", () => {
  test("holds what I may decide, in the order asked for, page after page, and counts it", async () => {
    const filter = await stopMany();
    const all = async (
      person: Person,
      order: "due" | "age" | "amount",
      queue: QueueFilter["queue"] = "all",
      byReason = false,
    ) => {
      const found: { id: string; amount: bigint | null; reason: string }[] = [];
      let cursor: string | null = null;
      do {
        const from: string | null = cursor;
        const page: Page<QueuedItem> = await person.ctx.transaction((tx) =>
          listQueue(tx, { ...filter, queue, order, byReason, cursor: from, limit: 7 }),
        );
        found.push(
          ...page.items.map(({ reviewItemId: id, amountCents: amount, reason }) => ({ id, amount, reason })),
        );
        cursor = page.nextCursor;
      } while (cursor);
      return found;
    };
    for (const order of ["due", "age", "amount"] as const)
      expect(new Set((await all(ana, order)).map(({ id }) => id)).size).toBe(26);
    const amounts = (await all(ana, "amount")).map(({ amount }) => amount);
    expect(amounts.slice(0, 6)).toEqual([null, ...Array(5).fill(1_100_000n)]);
    const together = await all(ana, "amount", "all", true);
    expect(new Set(together.map(({ id }) => id)).size).toBe(26);
    expect(together.map(({ reason }) => reason)).toEqual([
      "ATIVO_NAO_PRECIFICADO",
      ...Array(25).fill("DESVIO_D1"),
    ]);
    expect(together.slice(1, 6).map(({ amount }) => amount)).toEqual(Array(5).fill(1_100_000n));
    expect(await all(sender, "due", "mine"), "nobody decides what they sent").toEqual([]);
    const counts = await ana.ctx.transaction((tx) => countQueues(tx, { uploadId: filter.uploadId }));
    expect(counts).toMatchObject({ mine: 26, all: 26, second: 0, snoozed: 0, held: 0 });
  });

  test("what is put off, given to another or commented on says so, and is on record", async () => {
    const filter = await stopMany();
    const queue = async (person: Person, name: QueueFilter["queue"]) =>
      (await person.ctx.transaction((tx) => listQueue(tx, { ...filter, queue: name, order: "due" }))).items;
    const [first, second] = await queue(ana, "mine");
    const [one, two] = [first!.reviewItemId, second!.reviewItemId];
    await ana.ctx.transaction((tx) =>
      snoozeItem(tx, { reviewItemId: one, until: new Date(Date.now() + 3_600_000) }),
    );
    await ana.ctx.transaction((tx) => assignItem(tx, { reviewItemId: two, userId: bia.actor.userId }));
    expect(await queue(ana, "snoozed")).toHaveLength(1);
    expect((await queue(ana, "mine")).length).toBe(24);
    expect((await queue(bia, "mine")).length).toBe(25);
    await expect(
      ana.ctx.transaction((tx) => assignItem(tx, { reviewItemId: two, userId: sender.actor.userId })),
    ).rejects.toMatchObject({ code: "review.own" });
    await ana.ctx.transaction((tx) =>
      commentOnItem(tx, { reviewItemId: two, kind: "QUESTION", text: "Qual a nota?" }),
    );
    const [events] = await pipeline.sql<{ actions: string[] }>(
      "select array_agg(action order by seq) as actions from audit_event where subject_id = $1 and action like 'review.%'",
      [second!.subjectId],
    );
    expect(events?.actions).toEqual(["review.open", "review.assign", "review.ask"]);
  });

  test("two people who ask for the next one at once get different ones", async () => {
    await stopMany();
    const taken = await Promise.all(
      [ana, bia, ana, bia].map((person) => person.ctx.transaction((tx) => takeNext(tx))),
    );
    const ids = taken.map((one) => one?.reviewItemId);
    expect(ids.every(Boolean)).toBe(true);
    expect(new Set(ids).size).toBe(4);
  });

  test("who has an item before them is seen by the others", async () => {
    const filter = await stopMany();
    const [item] = (await ana.ctx.transaction((tx) => listQueue(tx, { ...filter, order: "due" }))).items;
    await ana.ctx.transaction((tx) => markReviewPresence(tx, item!.reviewItemId));
    expect(await bia.ctx.transaction((tx) => markReviewPresence(tx, item!.reviewItemId))).toMatchObject([
      { userId: ana.actor.userId },
    ]);
    const seenBy = async (person: typeof ana) =>
      (await person.ctx.transaction((tx) => listQueue(tx, { ...filter, order: "due" }))).items.find(
        ({ reviewItemId }) => reviewItemId === item!.reviewItemId,
      )?.presentNames;
    expect(await seenBy(ana)).toHaveLength(1);
    expect(await seenBy(bia)).toHaveLength(1);
    await ana.ctx.transaction((tx) =>
      tx.sql("update review_presence set seen_at = now() - interval '1 minute'"),
    );
    expect(await seenBy(bia)).toEqual([]);
  });
});
