import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyInvariants } from "#server/domain/invariants/index";
import { lockBook } from "#server/domain/ledger/index";
import { requestPrices } from "#server/domain/pricing/index";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import { roleUrl } from "#server/infra/env";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { type Decision, type DecisionResult, decideItems } from "./decide";
import { getItem } from "./detail";
import { undoDecision } from "./undo";
import { runItemAgain, snoozeItem } from "./work";

type Person = { actor: Actor; ctx: Ctx };
type Item = { id: string; hash: string; subjectId: string; reason: string };
const [before, day] = ["2026-07-14", "2026-07-15"];
let pipeline: Pipeline;
let fundId: string;
let sender: Person;
let ana: Person;
let bia: Person;
let files = 0;

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

/** Sends one purchase whose price jumped 10 %, or of an asset without price, and finds its item. */
async function stop({ quantity = "1", asset = "SALTA1", informed = "" } = {}): Promise<Item> {
  files += 1;
  const line = `R${files};ALFA;C;${asset};${quantity};0,01;${day};${informed}`;
  const uploadId = await pipeline.send(sender.ctx, `${operationsHeader}\n${line}\n`);
  await pipeline.drain();
  const [operation] = await pipeline.sql<{ id: string }>("select id from operation where upload_id = $1", [
    uploadId,
  ]);
  return openItem(operation?.id ?? "");
}

async function openItem(operationId: string): Promise<Item> {
  const [item] = await pipeline.sql<Item>(
    `select id, encode(evidence_hash, 'hex') as hash, subject_id as "subjectId", reason from review_item
      where subject_id = $1 and state = 'OPEN'`,
    [operationId],
  );
  if (!item) throw new Error("no open item");
  return item;
}

async function decide(person: Person, item: Item, decision: Partial<Decision> = {}): Promise<DecisionResult> {
  const whole: Decision = {
    verdict: "APPROVE",
    reasonCode: "PRECO_CONFERIDO",
    text: null,
    change: null,
    isProven: false,
    ...decision,
  };
  const [result] = await person.ctx.transaction((tx) =>
    decideItems(tx, reviewSubjects, new Map([[item.id, item.hash]]), whole),
  );
  return result as DecisionResult;
}

/** The ten seconds pass, and what is due runs. */
async function letPass(): Promise<void> {
  await pipeline.sql("update review_decision set due_at = now() where state = 'HELD'");
  await pipeline.sql("update job set due_at = now() where name = 'review.apply' and state = 'waiting'");
  await pipeline.drain();
}

async function standing(item: Item) {
  const [row] = await pipeline.sql<{ operation: string; item: string; code: string | null }>(
    `select case o.state when 'PENDING' then o.wait_reason else o.state end as operation, i.state as item, o.code
       from operation o join review_item i on i.subject_id = o.id where i.id = $1`,
    [item.id],
  );
  return row;
}

async function actionsOf(item: Item): Promise<string[]> {
  const rows = await pipeline.sql<{ action: string }>(
    "select action from audit_event where subject_id = $1 and action ~ '^(review|operation)' order by seq",
    [item.subjectId],
  );
  return rows.map((row) => row.action);
}

describe("an approval", () => {
  test("takes effect after ten seconds, at the price that was shown, and is on record", async () => {
    const item = await stop();
    expect(await decide(ana, item)).toMatchObject({ state: "HELD" });
    await pipeline.drain();
    expect(await standing(item)).toMatchObject({ operation: "IN_REVIEW", item: "HELD" });
    await letPass();
    expect(await standing(item)).toMatchObject({ operation: "EXECUTED", item: "DECIDED" });
    expect(await actionsOf(item)).toEqual([
      "review.open",
      "review.decide",
      "operation.release",
      "review.apply",
      "operation.execute",
    ]);
    const [operation] = await pipeline.sql(
      "select unit_price::text as price, total_cents as total from operation where id = $1",
      [item.subjectId],
    );
    expect(operation).toEqual({ price: "110.00000000", total: 11_110n });
  });

  test("undone in time it leaves two events and an open item", async () => {
    const item = await stop();
    await decide(ana, item);
    await ana.ctx.transaction((tx) => undoDecision(tx, item.id));
    await letPass();
    expect(await standing(item)).toMatchObject({ operation: "IN_REVIEW", item: "OPEN" });
    expect(await actionsOf(item)).toEqual(["review.open", "review.decide", "review.undo"]);
    await expect(ana.ctx.transaction((tx) => undoDecision(tx, item.id))).rejects.toMatchObject({
      code: "review.not_held",
    });
    expect(await decide(ana, item)).toMatchObject({ state: "HELD" });
  });

  test("is nobody else's to undo", async () => {
    const item = await stop();
    await decide(ana, item);
    await expect(bia.ctx.transaction((tx) => undoDecision(tx, item.id))).rejects.toMatchObject({
      code: "review.not_held",
    });
  });

  test("falls when the price that was shown is revised meanwhile", async () => {
    const keys = [before, day].map((priceOn) => ({ assetClass: "debentures", priceOn }) as const);
    pipeline.prices.serve("debentures", before, { assetCode: "MUDA1", unitPrice: "100" });
    pipeline.prices.serve("debentures", day, { assetCode: "MUDA1", unitPrice: "110" });
    await pipeline.ctx.transaction((tx) => requestPrices(tx, keys, 0));
    const item = await stop({ asset: "MUDA1" });
    await decide(ana, item);
    pipeline.prices.serve("debentures", day, { assetCode: "MUDA1", unitPrice: "111" });
    await pipeline.ctx.transaction((tx) => requestPrices(tx, keys, 0));
    await pipeline.drain();
    expect(await standing(item)).toMatchObject({ operation: "IN_REVIEW", item: "HELD" });
    await letPass();
    expect(await standing(item)).toMatchObject({ operation: "IN_REVIEW", item: "WITHDRAWN" });
    expect(await actionsOf(item)).toContain("review.fall");
    expect((await openItem(item.subjectId)).hash).not.toBe(item.hash);
  });

  test("without any price to go on with there is nothing to approve", async () => {
    const item = await stop({ asset: "NINGUEM9" });
    expect(await decide(ana, item)).toMatchObject({ state: "REFUSED", code: "review.proof_required" });
    expect(await decide(ana, item, { isProven: true })).toMatchObject({
      state: "REFUSED",
      code: "review.not_approvable",
    });
  });

  test("of the file's price, where no source has one, takes two people and executes at it", async () => {
    const item = await stop({ asset: "NINGUEM9", informed: "12,5", quantity: "900" });
    expect(await decide(ana, item)).toMatchObject({ state: "STANDING" });
    expect(await decide(bia, item)).toMatchObject({ state: "HELD" });
    await letPass();
    expect(await standing(item)).toMatchObject({ operation: "EXECUTED", item: "DECIDED" });
  });
});

describe("nobody decides alone what takes two, nor about what they wrote", () => {
  test("above the first band a second person is needed, and never the same one", async () => {
    const item = await stop({ quantity: "100" });
    expect(await decide(ana, item)).toMatchObject({ state: "STANDING" });
    expect(await decide(ana, item)).toMatchObject({ state: "REFUSED", code: "review.approved_by_you" });
    expect(await decide(bia, item)).toMatchObject({ state: "HELD" });
    await letPass();
    expect(await standing(item)).toMatchObject({ operation: "EXECUTED" });
  });

  test("who sent the file does not", async () => {
    const item = await stop();
    expect(await decide(sender, item)).toMatchObject({ state: "REFUSED", code: "review.own" });
  });

  test("above the highest band it takes a proof of who one is", async () => {
    const item = await stop({ quantity: "10000" });
    expect(await decide(ana, item)).toMatchObject({ state: "REFUSED", code: "review.proof_required" });
    expect(await decide(ana, item, { isProven: true })).toMatchObject({ state: "STANDING" });
  });

  test("of what was not shown", async () => {
    const item = await stop();
    expect(await decide(ana, { ...item, hash: "00".repeat(32) })).toMatchObject({ code: "review.changed" });
  });

  test("of another fund's, which is as one that is not there", async () => {
    const item = await stop();
    const other = await pipeline.person("auditor", [await pipeline.fund("BETA")]);
    const unknown = { ...item, id: "00000000-0000-7000-8000-000000000000" };
    expect(await decide(other, item)).toMatchObject({ code: "review.not_found" });
    expect(await decide(ana, unknown)).toMatchObject({ code: "review.not_found" });
  });

  test("of two at once one gets through, and the other is told", async () => {
    const item = await stop();
    const results = await Promise.all([decide(ana, item), decide(bia, item)]);
    expect(results.map((result) => result.state).sort()).toEqual(["HELD", "REFUSED"]);
    expect(results.find((result) => result.state === "REFUSED")).toMatchObject({ code: "review.decided" });
  });
});

describe("between what is shown and what is done", () => {
  const put = (item: Item, until: Date | null) =>
    ana.ctx.transaction((tx) => snoozeItem(tx, { reviewItemId: item.id, until }));

  test("an item that was put off can still be decided, and what is decided can no longer be put off", async () => {
    const item = await stop();
    await put(item, new Date(Date.now() + 3_600_000));
    expect(await decide(bia, item)).toMatchObject({ state: "HELD" });
    await expect(put(item, null)).rejects.toMatchObject({ code: "review.decided" });
    await letPass();
    expect(await standing(item)).toMatchObject({ operation: "EXECUTED" });
  });

  test("an undo and the effect at the same instant leave either, never both", async () => {
    for (let round = 0; round < 3; round++) {
      const item = await stop();
      await decide(ana, item);
      const undone = ana.ctx
        .transaction((tx) => undoDecision(tx, item.id))
        .then(
          () => true,
          () => false,
        );
      await letPass();
      const isUndone = await undone;
      expect(await standing(item)).toMatchObject(
        isUndone ? { operation: "IN_REVIEW", item: "OPEN" } : { operation: "EXECUTED", item: "DECIDED" },
      );
    }
  });

  test("what was closed names the item that took its place", async () => {
    const item = await stop();
    await ana.ctx.transaction((tx) => runItemAgain(tx, reviewSubjects, item.id));
    await pipeline.drain();
    const next = await openItem(item.subjectId);
    const shown = await ana.ctx.transaction((tx) => getItem(tx, reviewSubjects, item.id));
    expect(shown).toMatchObject({
      state: "WITHDRAWN",
      others: [{ reviewItemId: next.id, state: "OPEN", reason: "DESVIO_D1" }],
    });
    const now = await ana.ctx.transaction((tx) => getItem(tx, reviewSubjects, next.id));
    expect(now.others).toMatchObject([{ reviewItemId: item.id, state: "WITHDRAWN" }]);
  });

  const wait = (item: Item, reason: string) =>
    pipeline.sql("update operation set wait_reason = $2 where id = $1", [item.subjectId, reason]);

  test("what waits for cash is not changed while its fund is executing", async () => {
    const item = await stop();
    const lockFor = (waitReason: string) =>
      pipeline.ctx.transaction(async (holder) => {
        await lockBook(holder, fundId);
        await wait(item, waitReason);
        return await ana.ctx
          .transaction(async (tx) => {
            await tx.sql("set local lock_timeout = '150ms'");
            await reviewSubjects.operation?.lock(tx, [item.subjectId]);
          })
          .then(
            () => "taken",
            () => "waits",
          );
      });
    expect(await lockFor("IN_REVIEW")).toBe("taken");
    await wait(item, "AWAITING_PRICE");
    expect(await lockFor("INSUFFICIENT_CASH")).toBe("waits");
    await wait(item, "IN_REVIEW");
  });
});

test("a rejection needs words, ends the operation, and settles its file", async () => {
  const item = await stop();
  const rejection = { verdict: "REJECT", reasonCode: "PRECO_ERRADO" } as const;
  await expect(decide(ana, item, rejection)).rejects.toMatchObject({ code: "input.invalid" });
  expect(await decide(ana, item, { ...rejection, text: "preço fora do mercado" })).toMatchObject({
    state: "HELD",
  });
  await letPass();
  expect(await standing(item)).toMatchObject({
    operation: "REJECTED",
    item: "DECIDED",
    code: "REJEITADA_NA_REVISAO",
  });
});

describe("an edit", () => {
  const edit = (quantity: string) =>
    ({
      verdict: "EDIT",
      reasonCode: "DIGITACAO",
      text: "quantidade trocada",
      change: { quantity, assetRef: "X-debentures" },
    }) as const;

  test("is priced anew, makes the editor an author, and goes on when another person approves it, however small", async () => {
    const item = await stop();
    await decide(ana, item, edit("7"));
    await letPass();
    expect(await standing(item)).toMatchObject({ operation: "IN_REVIEW", item: "DECIDED" });
    const edited = await openItem(item.subjectId);
    expect(edited.reason).toBe("VALOR_EDITADO");
    expect(await decide(ana, edited)).toMatchObject({ code: "review.own" });
    expect(await decide(bia, edited)).toMatchObject({ state: "HELD" });
    await letPass();
    expect(await standing(edited)).toMatchObject({ operation: "EXECUTED", item: "DECIDED" });
  });

  test("above one person's band takes two others", async () => {
    const item = await stop();
    await decide(ana, item, edit("20000"));
    await letPass();
    const edited = await openItem(item.subjectId);
    expect(edited.reason).toBe("VALOR_EDITADO");
    expect(await decide(ana, edited)).toMatchObject({ code: "review.own" });
    expect(await decide(bia, edited)).toMatchObject({ state: "STANDING" });
  });

  test.each([
    { quantity: "0" },
    { quantity: "-1" },
    { quantity: "1e9" },
    { rate: "1" },
    {},
    { state: "EXECUTED" },
  ])("to %j is no edit", async (change) => {
    const item = await stop();
    expect(await decide(ana, item, { ...edit("1"), change: change as never })).toMatchObject({
      code: "review.not_editable",
    });
  });
});

describe("as the application's own role, by SQL", () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client({ connectionString: roleUrl(pipeline.ownerUrl, "lastro_web") });
    await client.connect();
  });
  afterAll(() => client?.end());

  /** Runs statements as a person of all funds, and takes everything back. */
  async function attempt(person: Person, ...statements: [string, unknown[]][]): Promise<string> {
    await client.query("begin");
    try {
      await client.query(
        "select set_config('lastro.funds', 'all', true), set_config('lastro.user', $1, true)",
        [person.actor.userId],
      );
      for (const [text, params] of statements) await client.query(text, params);
      return "done";
    } catch (error) {
      return (error as pg.DatabaseError).code ?? "?";
    } finally {
      await client.query("rollback");
    }
  }
  const insert = (item: Item, by: Person, hash = item.hash): [string, unknown[]] => [
    `insert into review_decision (id, batch_id, review_item_id, verdict, reason_code, evidence_hash, decided_by, decided_at, state, due_at)
     values (gen_random_uuid(), gen_random_uuid(), $1, 'APPROVE', 'OUTRO', decode($2, 'hex'), $3, now(), 'HELD', now())`,
    [item.id, hash, by.actor.userId],
  ];
  const approve = (item: Item): [string, unknown[]] => [
    "update review_item set state = 'DECIDED', outcome = 'APPROVED' where id = $1",
    [item.id],
  ];

  test("the database refuses what the code refuses", async () => {
    const item = await stop();
    const large = await stop({ quantity: "100" });
    expect(await attempt(sender, insert(item, sender)), "an author").toBe("LR002");
    expect(await attempt(ana, insert(item, ana, "00")), "another evidence").toBe("LR003");
    expect(await attempt(ana, insert(item, bia)), "for another").toBe("LR004");
    expect(await attempt(ana, insert(item, ana), insert(item, ana)), "twice").toBe("23505");
    expect(await attempt(ana, approve(item)), "without a decision").toBe("LR006");
    expect(await attempt(ana, insert(large, ana), approve(large)), "alone").toBe("LR006");
    expect(await attempt(ana, insert(item, ana), approve(item)), "what is allowed").toBe("done");
    await decide(bia, large);
    const held: [string, unknown[]] = [
      "update review_item set state = 'HELD', outcome = 'APPROVED' where id = $1",
      [large.id],
    ];
    const takeBack: [string, unknown[]] = [
      "update review_decision set state = 'UNDONE', closed_at = now() where review_item_id = $1 and state = 'STANDING'",
      [large.id],
    ];
    const close: [string, unknown[]] = [
      "update review_item set state = 'DECIDED', closed_at = now() where id = $1",
      [large.id],
    ];
    expect(await attempt(ana, insert(large, ana), held, close), "by two").toBe("done");
    expect(await attempt(ana, insert(large, ana), held, takeBack, close), "one of them taken back").toBe(
      "LR006",
    );
    const ready: [string, unknown[]] = [
      "update operation set wait_reason = 'READY' where id = $1",
      [item.subjectId],
    ];
    expect(await attempt(ana, ready), "past the review").toBe("LR007");
    for (const column of [
      "evidence = '{}'",
      "author_ids = '{}'",
      "approvals_needed = 1",
      "amount_cents = 0",
      "evidence_hash = null",
    ])
      expect(await attempt(ana, [`update review_item set ${column} where id = $1`, [item.id]]), column).toBe(
        "42501",
      );
    await decide(ana, item);
    for (const column of ["decided_by = gen_random_uuid()", "verdict = 'REJECT'"])
      expect(
        await attempt(ana, [`update review_decision set ${column} where review_item_id = $1`, [item.id]]),
        column,
      ).toBe("42501");
    expect(await attempt(ana, ["delete from review_decision where review_item_id = $1", [item.id]])).toBe(
      "42501",
    );
  });
});

test("the books agree with what was decided", async () => {
  await letPass();
  const report = await verifyInvariants(pipeline.ctx);
  expect(report).toMatchObject({ ok: true });
});
