import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyInvariants } from "#server/domain/invariants/index";
import { requestPrices } from "#server/domain/pricing/index";
import { roleUrl } from "#server/infra/env";
import type { Pipeline } from "#server/testing/pipeline";
import {
  day,
  dayBefore,
  openReviewStage,
  type Person,
  type ReviewStage,
  type StoppedItem,
} from "#server/testing/review-stage";
import { undoDecision } from "./undo";

let stage: ReviewStage;
let [pipeline, sender, ana, bia] = [] as unknown as [Pipeline, Person, Person, Person];
const stop: ReviewStage["stop"] = (terms) => stage.stop(terms);
const openItem: ReviewStage["openItem"] = (operationId) => stage.openItem(operationId);
const decide: ReviewStage["decide"] = (person, item, decision) => stage.decide(person, item, decision);
const letPass = () => stage.letPass();
const standing: ReviewStage["standing"] = (item) => stage.standing(item);

beforeAll(async () => {
  stage = await openReviewStage();
  ({ pipeline, sender, ana, bia } = stage);
});
afterAll(() => pipeline?.close());

async function actionsOf(item: StoppedItem): Promise<string[]> {
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
    const keys = [dayBefore, day].map((priceOn) => ({ assetClass: "debentures", priceOn }) as const);
    pipeline.prices.serve("debentures", dayBefore, { assetCode: "MUDA1", unitPrice: "100" });
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
  const insert = (item: StoppedItem, by: Person, hash = item.hash): [string, unknown[]] => [
    `insert into review_decision (id, batch_id, review_item_id, verdict, reason_code, evidence_hash, decided_by, decided_at, state, due_at)
     values (gen_random_uuid(), gen_random_uuid(), $1, 'APPROVE', 'OUTRO', decode($2, 'hex'), $3, now(), 'HELD', now())`,
    [item.id, hash, by.actor.userId],
  ];
  const approve = (item: StoppedItem): [string, unknown[]] => [
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
