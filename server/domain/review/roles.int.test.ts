import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reviewSubjects } from "#server/domain/review-subjects/index";
import { roleUrl } from "#server/infra/env";
import { openPipeline, operationsHeader, type Pipeline } from "#server/testing/pipeline";
import { decideItems } from "./decide";

type Person = Awaited<ReturnType<Pipeline["person"]>>;
type Item = { id: string; hash: string; subjectId: string; amount: string; needed: number };
const [before, day] = ["2026-07-14", "2026-07-15"];
let pipeline: Pipeline;
let web: pg.Client;
let sender: Person;
let ana: Person;
let bia: Person;
let fundId: string;
let otherFundId: string;
let files = 0;

beforeAll(async () => {
  pipeline = await openPipeline();
  fundId = await pipeline.fund("ALFA");
  otherFundId = await pipeline.fund("BETA");
  await pipeline.sql("update fund set price_basis = 'informado' where code = 'BETA'");
  sender = await pipeline.person("gestor", [fundId, otherFundId]);
  ana = await pipeline.person("auditor");
  bia = await pipeline.person("auditor");
  for (const [on, unitPrice] of [
    [before, "100"],
    [day, "110"],
  ] as const)
    pipeline.prices.serve("debentures", on, { assetCode: "SALTA1", unitPrice });
  web = new pg.Client({ connectionString: roleUrl(pipeline.ownerUrl, "lastro_web") });
  await web.connect();
});
afterAll(async () => {
  await web?.end();
  await pipeline?.close();
});

/** A purchase whose price jumped, stopped for a person. */
async function stop({ fund = "ALFA", quantity = "1", informed = "" } = {}): Promise<Item> {
  files += 1;
  const line = `W${files};${fund};C;SALTA1;${quantity};0,01;${day};${informed}`;
  const uploadId = await pipeline.send(sender.ctx, `${operationsHeader}\n${line}\n`);
  await pipeline.drain();
  const [item] = await pipeline.sql<Item>(
    `select i.id, encode(i.evidence_hash, 'hex') as hash, i.subject_id as "subjectId", i.amount_cents::text as amount, i.approvals_needed as needed
       from review_item i join operation o on o.id = i.subject_id where o.upload_id = $1 and i.state = 'OPEN'`,
    [uploadId],
  );
  if (!item) throw new Error("nothing was stopped");
  return item;
}

/** Runs statements by SQL in a person's name, and takes everything back. */
async function attempt(person: Person, ...statements: (string | [string, unknown[]])[]): Promise<string> {
  await web.query("begin");
  try {
    await web.query("select set_config('lastro.funds', 'all', true), set_config('lastro.user', $1, true)", [
      person.actor.userId,
    ]);
    for (const statement of statements) {
      const [text, params] = typeof statement === "string" ? [statement, []] : statement;
      await web.query(text, params);
    }
    return "done";
  } catch (error) {
    return (error as pg.DatabaseError).code ?? String(error);
  } finally {
    await web.query("rollback");
  }
}

const decision = (itemId: string, by: Person): [string, unknown[]] => [
  `insert into review_decision (id, batch_id, review_item_id, verdict, reason_code, evidence_hash, decided_by, decided_at, state, due_at)
   select gen_random_uuid(), gen_random_uuid(), id, 'APPROVE', 'OUTRO', evidence_hash, $2, now(), 'HELD', now() from review_item where id = $1`,
  [itemId, by.actor.userId],
];
const closed = (itemId: string): [string, unknown[]] => [
  "update review_item set state = 'DECIDED', outcome = 'APPROVED', closed_at = now() where id = $1",
  [itemId],
];
const ready = (operationId: string): [string, unknown[]] => [
  "update operation set wait_reason = 'READY' where id = $1",
  [operationId],
];
const invented = "00000000-0000-7000-8000-00000000000a";
const invent = (type: string, subjectId: string): [string, unknown[]] => [
  `insert into review_item (id, subject_type, subject_id, fund_id, reason, evidence, amount_cents)
   values ('${invented}', $1, $2, $3, 'INVENTADO', '{}', 1)`,
  [type, subjectId, fundId],
];

describe("SQL as the web's role", () => {
  test("changes no fund's bands and opens no fund", async () => {
    for (const statement of [
      "update fund set two_people_cents = 1000000000000000",
      "update fund set step_up_cents = 1000000000000000",
      "insert into fund (id, code, name, cnpj) values (gen_random_uuid(), 'NOVO', 'x', '11444777000161')",
    ])
      expect(await attempt(ana, statement), statement).toBe("42501");
  });

  test("rewrites neither who wrote an operation nor what it is, and executes none", async () => {
    const { subjectId } = await stop();
    for (const change of [
      "created_by = gen_random_uuid()",
      "quantity = 1",
      "unit_price = 1",
      "fund_id = gen_random_uuid()",
      "side = 'SELL'",
      "state = 'EXECUTED', wait_reason = null",
      "wait_reason = 'READY'",
      "wait_reason = 'INSUFFICIENT_CASH'",
    ])
      expect(
        await attempt(ana, [`update operation set ${change} where id = $1`, [subjectId]]),
        change,
      ).toMatch(/^(42501|LR007)$/);
    // Judged again is what the web may ask for; from there on only the worker goes.
    const again = "update operation set wait_reason = 'AWAITING_PRICE' where wait_reason = 'IN_REVIEW'";
    expect(await attempt(ana, again)).toBe("done");
    expect(await attempt(ana, again, ready(subjectId))).toBe("42501");
    expect(await attempt(ana, "insert into operation select * from operation")).toBe("42501");
  });

  test("lets nothing go by an item of its own making", async () => {
    const large = await stop({ quantity: "1000" });
    expect(large).toMatchObject({ needed: 2 });
    const by = (...made: [string, unknown[]][]) =>
      onWorker(ana, ...made, decision(invented, ana), closed(invented), ready(large.subjectId));
    expect(await by(invent("x", large.subjectId)), "about something else").toBe("LR007");
    expect(await by(invent("operation", large.subjectId)), "that shows a cent").toBe("LR007");
  });

  test("lets nothing go by an approval that was used, and opens nothing that is closed", async () => {
    const item = await stop();
    await pipeline.sql("update job set due_at = now() where state = 'waiting'");
    await ana.ctx.transaction((tx) =>
      decideItems(tx, reviewSubjects, new Map([[item.id, item.hash]]), {
        verdict: "APPROVE",
        reasonCode: "PRECO_CONFERIDO",
        text: null,
        change: null,
        isProven: false,
      }),
    );
    await pipeline.sql("update review_decision set due_at = now() where state = 'HELD'");
    await pipeline.sql("update job set due_at = now() where state = 'waiting'");
    await pipeline.drain();
    const stopped: [string, unknown[]] = [
      "update operation set state = 'PENDING', wait_reason = 'IN_REVIEW', waiting_since = clock_timestamp() where id = $1",
      [item.subjectId],
    ];
    expect(await onWorker(ana, stopped, ready(item.subjectId)), "again").toBe("LR007");
    expect(await attempt(ana, closed(item.id))).toBe("LR008");
    expect(
      await attempt(ana, [`update review_item set state = 'OPEN', outcome = null where id = $1`, [item.id]]),
    ).toBe("LR008");
  });

  test("puts no table of its own before the database's", async () => {
    const large = await stop({ quantity: "1000" });
    const shadow = [
      "create temp table review_decision as select * from public.review_decision",
      `insert into review_decision (id, review_item_id, verdict, state, evidence_hash, decided_by)
       select gen_random_uuid(), i.id, 'APPROVE', 'HELD', i.evidence_hash, gen_random_uuid() from public.review_item i, generate_series(1, 2)`,
      "grant all on review_decision to public",
    ];
    expect(await attempt(ana, ...shadow, closed(large.id))).toMatch(/^(LR006|42501)$/);
  });

  test("posts nothing but reversals, and no correction of a price", async () => {
    const entry = (kind: string) =>
      `insert into ledger_entry (id, fund_id, fund_seq, kind, cause_id, effective_on, posted_at) values (gen_random_uuid(), '${fundId}', 1000000, '${kind}', gen_random_uuid(), '${day}', now())`;
    for (const kind of ["opening", "contribution", "operation"])
      expect(await attempt(ana, entry(kind)), kind).toBe("42501");
    expect(await attempt(ana, entry("reprice"))).toMatch(/^(LR009|42501)$/);
    expect(await attempt(ana, "insert into repricing_operation select * from repricing_operation")).toBe(
      "42501",
    );
    expect(await attempt(ana, "update repricing set state = 'APPLIED'")).toBe("42501");
  });

  test("adds nothing to a set that was looked at, nor starts one that nobody asked for", async () => {
    const { id, subjectId } = await stop();
    const bulk = `insert into review_bulk (id, verdict, reason_code, filter, state, created_by, created_at) values ('${invented}', 'APPROVE', 'OUTRO', '{}', 'RUNNING', $1, now())`;
    const bulkItem = `insert into review_bulk_item (bulk_id, review_item_id, fund_id, evidence_hash, forecast) values ('${invented}', $1, $2, '\\x', 'HELD')`;
    expect(await attempt(ana, [bulk, [ana.actor.userId]], [bulkItem, [id, fundId]])).toBe("42501");
    const reversal = (state: string, asked: Person, decided: Person | null): [string, unknown[]] => [
      `insert into reversal (id, filter, in_words, item_count, reason, state, requested_by, previewed_at, decided_by)
       values ('${invented}', '{}', '', 1, 'um motivo comprido', $1, $2, now(), $3)`,
      [state, asked.actor.userId, decided?.actor.userId ?? null],
    ];
    const reversalItem: [string, unknown[]] = [
      `insert into reversal_item (reversal_id, operation_id, fund_id, forecast) values ('${invented}', $1, $2, 'REVERSED')`,
      [subjectId, fundId],
    ];
    expect(await attempt(ana, reversal("RUNNING", bia, ana)), "decided at once").toBe("42501");
    expect(await attempt(ana, reversal("REQUESTED", ana, null)), "not looked at").toBe("42501");
    expect(await attempt(ana, reversal("PREVIEWED", ana, null), reversalItem)).toBe("done");
    const asked = "update reversal set state = 'REQUESTED', requested_at = now()";
    expect(await attempt(ana, reversal("PREVIEWED", ana, null), asked, reversalItem), "added later").toBe(
      "42501",
    );
  });

  test("asks and decides about access in nobody else's name", async () => {
    const request = (state: string, asked: Person, decided: Person | null): [string, unknown[]] => [
      `insert into access_request (id, kind, user_id, subject, before, after, reason, state, requested_by, requested_at, decided_by, decided_at)
       values ('${invented}', 'ACCESS', $1::uuid, $1::uuid::text, '{}', '{"role":"admin"}', 'um motivo', $2, $3, now(), $4::uuid, case when $4::uuid is not null then now() end)`,
      [sender.actor.userId, state, asked.actor.userId, decided?.actor.userId ?? null],
    ];
    expect(await attempt(ana, request("APPROVED", bia, ana)), "decided at once").toBe("42501");
    expect(await attempt(ana, request("PENDING", bia, null)), "for another").toBe("42501");
    const decide = (by: Person): [string, unknown[]] => [
      `update access_request set state = 'APPROVED', decided_by = $1, decided_at = now() where id = '${invented}'`,
      [by.actor.userId],
    ];
    expect(await attempt(ana, request("PENDING", ana, null), decide(bia)), "by another").toBe("42501");
  });
});

/** The same on the worker's role, which may go further: only what binds both is in its way. */
async function onWorker(person: Person, ...statements: [string, unknown[]][]): Promise<string> {
  const client = new pg.Client({ connectionString: roleUrl(pipeline.ownerUrl, "lastro_worker") });
  await client.connect();
  const mine = web;
  web = client;
  try {
    return await attempt(person, ...statements);
  } finally {
    web = mine;
    await client.end();
  }
}

test("what the file's price puts at stake counts, where a fund executes at it", async () => {
  expect(await stop({ fund: "BETA", informed: "99999" })).toMatchObject({ amount: "9999900", needed: 2 });
});

test("an amount beyond all reason is nobody's to decide alone, and stops nothing else", async () => {
  expect(await stop({ quantity: "999999999999999", informed: "999999999999" })).toMatchObject({
    amount: null,
    needed: 2,
  });
});
