import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyInvariants } from "#server/domain/invariants/index";
import { listPostingsOf } from "#server/domain/ledger/queries";
import { listStatement } from "#server/domain/ledger/statement";
import { receiveNotice } from "#server/domain/pricing/index";
import { decideItems } from "#server/domain/review/index";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { reverseOperation } from "./index";

type Item = {
  id: string;
  hash: string;
  subjectId: string;
  approvals: number;
  amountCents: bigint;
  evidence: unknown;
};
const [before, day] = ["2026-07-14", "2026-07-15"];
const asset = "CORR11";
let pipeline: Pipeline;
let fundId: string;
let sender: Ctx;
let ana: Ctx;
let bia: Ctx;
let notices = 0;

beforeAll(async () => {
  pipeline = await openPipeline();
  fundId = await pipeline.fund("ALFA", { openingCents: 1_000_000n });
  ({ ctx: sender } = await pipeline.person("gestor", [fundId]));
  ({ ctx: ana } = await pipeline.person("auditor"));
  ({ ctx: bia } = await pipeline.person("auditor"));
  for (const on of [before, day])
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
  pipeline.prices.serve("debentures", before, { assetCode: asset, unitPrice: "100" });
  pipeline.prices.serve("debentures", day, { assetCode: asset, unitPrice: "100" });
  const lines = [
    `C1;ALFA;C;${asset};10;0,01;${day};`,
    `C2;ALFA;C;${asset};5;0;${day};`,
    `C3;ALFA;C;X-fidc;1;0;${day};`,
  ];
  await pipeline.send(sender, `${operationsHeader}\n${lines.join("\n")}\n`);
  await pipeline.drain();
});
afterAll(() => pipeline?.close());

/** ANBIMA serves the day's list with another price of the asset, and says so. */
async function correct(unitPrice: string): Promise<void> {
  notices += 1;
  pipeline.prices.forget("debentures", day);
  pipeline.prices.serve("debentures", day, { assetCode: asset, unitPrice });
  const notice = {
    sourceId: `N${notices}`,
    event: "ATUALIZACAO",
    itemName: "Debêntures",
    priceOn: day,
    sentAt: null,
    feedUrl: null,
  } as const;
  await ana.transaction((tx) => receiveNotice(tx, notice));
  await pipeline.drain();
}

async function openItems(): Promise<Item[]> {
  return await pipeline.sql<Item>(
    `select id, encode(evidence_hash, 'hex') as hash, subject_id as "subjectId", approvals_needed as approvals,
            amount_cents::bigint as "amountCents", evidence
       from review_item where subject_type = 'repricing' and state = 'OPEN' order by opened_at`,
  );
}
async function onlyItem(): Promise<Item> {
  const items = await openItems();
  expect(items).toHaveLength(1);
  return items[0] as Item;
}
async function decide(person: Ctx, item: Item, verdict: "APPROVE" | "REJECT" = "APPROVE"): Promise<unknown> {
  const decision = {
    verdict,
    reasonCode: verdict === "APPROVE" ? "PRECO_CONFERIDO" : "PRECO_ERRADO",
    text: "conferido com a lista publicada pela ANBIMA",
    change: null,
    isProven: true,
  };
  const [result] = await person.transaction((tx) =>
    decideItems(tx, reviewSubjects, new Map([[item.id, item.hash]]), decision),
  );
  return result;
}
async function letPass(): Promise<void> {
  await pipeline.sql("update review_decision set due_at = now() where state = 'HELD'");
  await pipeline.sql("update job set due_at = now() where name = 'review.apply' and state = 'waiting'");
  await pipeline.drain();
}
const operations = () =>
  pipeline.sql<{ id: string; price: string; total: string; state: string }>(
    "select id, trim_scale(unit_price)::text as price, total_cents::text as total, state from operation where asset_code = $1 order by external_id",
    [asset],
  );
const balances = async () =>
  Object.fromEntries(
    (
      await pipeline.sql<{ code: string; cents: string }>(
        "select code, balance_cents::text as cents from account where fund_id = $1",
        [fundId],
      )
    ).map(({ code, cents }) => [code, cents]),
  );
async function expectProved(): Promise<void> {
  const { invariantes } = await verifyInvariants(pipeline.ctx);
  expect(invariantes.filter(({ falhas }) => falhas > 0)).toEqual([]);
}

test("a corrected price puts what executed at the old one in front of two people, with both versions", async () => {
  expect(await balances()).toMatchObject({ CAIXA: "848900", CARTEIRA: "150100", TAXAS: "1000" });
  await correct("102");
  const item = await onlyItem();
  expect(item).toMatchObject({ approvals: 2, amountCents: 3020n });
  expect(item.evidence).toEqual({
    assetClass: "debentures",
    priceOn: day,
    count: 2,
    cashCents: "-3020",
    assetCount: 1,
    assets: [
      { assetCode: asset, count: 2, fromPrice: "100.00000000", toPrice: "102.00000000", cashCents: "-3020" },
    ],
  });
  expect((await operations()).map(({ price }) => price)).toEqual(["100", "100"]);
  await expectProved();
});

test("who sent the operations decides nothing, and one approval changes nothing", async () => {
  const item = await onlyItem();
  expect(await decide(sender, item)).toMatchObject({ state: "REFUSED", code: "review.own" });
  expect(await decide(ana, item)).toMatchObject({ state: "STANDING" });
  expect(await decide(ana, item)).toMatchObject({ state: "REFUSED", code: "review.approved_by_you" });
  await letPass();
  expect((await operations()).map(({ price }) => price)).toEqual(["100", "100"]);
});

test("the database takes no entry of a correction that nobody approved", async () => {
  const [frozen] = await pipeline.sql<{ id: string }>("select id from repricing_operation limit 1");
  const insert = `insert into ledger_entry (id, fund_id, fund_seq, kind, cause_id, effective_on, posted_at)
                  values (gen_random_uuid(), $1, 999, 'reprice', $2, now(), now())`;
  await expect(pipeline.ctx.transaction((tx) => tx.sql(insert, [fundId, frozen?.id]))).rejects.toMatchObject({
    code: "LR009",
  });
});

test("a second person's approval posts the difference and keeps what was posted", async () => {
  expect(await decide(bia, await onlyItem())).toMatchObject({ state: "HELD" });
  await letPass();
  expect(await operations()).toMatchObject([
    { price: "102", total: "103020", state: "EXECUTED" },
    { price: "102", total: "51000", state: "EXECUTED" },
  ]);
  expect(await balances()).toMatchObject({ CAIXA: "845880", CARTEIRA: "153100", TAXAS: "1020" });
  const kinds = await pipeline.sql("select kind, count(*)::int as n from ledger_entry group by 1 order by 1");
  expect(kinds).toContainEqual({ kind: "operation", n: 3 });
  expect(kinds).toContainEqual({ kind: "reprice", n: 2 });
  const statement = await ana.transaction((tx) => listStatement(tx, { fundId }));
  expect(statement.items.slice(0, 2)).toMatchObject([
    { kind: "reprice", externalId: "C1", amountCents: -2020n },
    { kind: "reprice", externalId: "C2", amountCents: -1000n },
  ]);
  expect(await openItems()).toEqual([]);
  await expectProved();
});

test("a correction of the correction is asked about anew, and rejecting it keeps the price for good", async () => {
  await correct("101");
  const item = await onlyItem();
  expect(await decide(ana, item, "REJECT")).toMatchObject({ state: "HELD" });
  await letPass();
  expect((await operations()).map(({ price }) => price)).toEqual(["102", "102"]);
  await pipeline.sql("update job set due_at = now() where state = 'waiting'");
  await pipeline.drain();
  expect(await openItems()).toEqual([]);
  await expectProved();
});

test("what was reversed after it was shown makes the correction fall, and the rest is asked about again", async () => {
  await correct("99");
  const item = await onlyItem();
  await decide(ana, item);
  await decide(bia, item);
  const [first] = await operations();
  await reverseOperation(ana, { operationId: first!.id, reason: "lançada em duplicidade" });
  await letPass();
  expect(await operations()).toMatchObject([
    { price: "102", state: "REVERSED" },
    { price: "102", state: "EXECUTED" },
  ]);
  const postings = await ana.transaction((tx) => listPostingsOf(tx, first!.id));
  expect(new Set(postings.map(({ kind }) => kind))).toEqual(new Set(["operation", "reprice", "reversal"]));
  // The reversal gave back what the operation and its correction had moved.
  expect(await balances()).toMatchObject({ CAIXA: "948900", CARTEIRA: "51100", TAXAS: "0" });
  const again = await onlyItem();
  expect(again.subjectId).not.toBe(item.subjectId);
  expect(again.evidence).toMatchObject({ count: 1, cashCents: "1500" });
  await expectProved();
});

test("a correction that its source takes back leaves nothing to decide", async () => {
  await correct("102");
  expect(await openItems()).toEqual([]);
  await correct("99");
  expect(await onlyItem()).toMatchObject({ evidence: { count: 1, cashCents: "1500" } });
});

test("what the cash cannot pay for changes nothing and stays in front of people", async () => {
  await correct("99999");
  const item = await onlyItem();
  await decide(ana, item);
  await decide(bia, item);
  await letPass();
  expect((await operations()).at(-1)).toMatchObject({ price: "102", state: "EXECUTED" });
  expect(await openItems()).toHaveLength(1);
  await expectProved();
});
