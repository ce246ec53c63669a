import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contribute } from "#server/domain/funds/index";
import { completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import { reverseOperation } from "#server/domain/operations/index";
import { createCtx } from "#server/infra/context";
import { roleCapabilities } from "#server/kernel/capabilities";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { makeFund, makeUser, operationLine, operationsHeader, serveDebenture } from "#server/testing/books";
import { createFakePriceSource } from "#server/testing/fakes";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { verifyInvariants } from "./verify";

let t: TestRuntime;
let owner: pg.Client;

beforeAll(async () => {
  const prices = createFakePriceSource();
  serveDebenture(prices);
  t = await openTestRuntime({ priceSource: prices });
  owner = new pg.Client({ connectionString: t.ownerUrl });
  await owner.connect();
  await fillBook();
});
afterAll(async () => {
  await owner.end();
  await t.close();
});

/** Two funds with a file each: executed, reversed, waiting for cash, in review, rejected, duplicate. */
async function fillBook(): Promise<void> {
  const rich = await makeFund(t.ctx, { rounding: "TRUNCATE" });
  const poor = await makeFund(t.ctx, { openingCents: 500_000n });
  await contribute(t.ctx, {
    fundId: rich.fundId,
    contributionId: newId(),
    amountCents: 7_777n,
    effectiveOn: "2026-02-02",
  });
  const { userId } = await makeUser(t.ctx, "operacao");
  const ctx = createCtx(t.runtime, {
    kind: "user",
    id: userId,
    userId,
    capabilities: roleCapabilities.operacao,
    funds: "all",
  });
  const lines = Array.from({ length: 12 }, (_, i) =>
    operationLine(`V-${i}`, rich.code, i > 8 ? "V" : "C", "1.5".replace(".", ",")),
  );
  await sendFile(ctx, [
    ...lines,
    lines[0] as string,
    operationLine("V-1", rich.code, "C", "9"),
    `${lines[1]};sobra`,
    operationLine("P-1", poor.code, "C", "1000"),
    operationLine("R-1", rich.code).replace("DEBX11", "NAOHA1"),
  ]);
  await t.drain();
  const [executed] = await t.ctx.transaction((tx) =>
    tx.sql<{ id: string }>("select id from operation where state = 'EXECUTED' and external_id = 'V-3'"),
  );
  await reverseOperation(t.ctx, { operationId: executed!.id, reason: "motivo do estorno" });
  await t.drain();
}

async function sendFile(ctx: Ctx, lines: string[]): Promise<void> {
  const { uploadId, storageKey } = await createUpload(ctx, {
    fileName: "ops.csv",
    kind: "operacoes",
    channel: "cli",
  });
  async function* bytes() {
    yield Buffer.from(`${operationsHeader}\n${lines.join("\n")}\n`);
  }
  await ctx.ports.storage.write(storageKey, bytes(), 1_000_000);
  await completeUpload(ctx, { uploadId });
  await confirmUpload(ctx, { uploadId });
}

const verify = () => verifyInvariants(t.ctx, { graceS: 0 });

test("a healthy book passes, and says what was counted", async () => {
  const report = await verify();
  expect(report.invariantes.flatMap(({ exemplos }) => exemplos)).toEqual([]);
  expect(report.ok).toBe(true);
  expect(report.invariantes.map(({ numero }) => numero)).toEqual([1, 2, 3, 4, 5, 6]);
  const [ledger, executions, rows, liveness, audit] = report.invariantes.map(({ contados }) => contados);
  expect(ledger).toMatchObject({ lancamentos: 16, soma_centavos: "0" });
  expect(executions).toMatchObject({ execucoes: 12, estornos: 1, recalculadas: 12, aportes: 3 });
  expect(rows).toMatchObject({ linhas: 17, aceitas: 14, rejeitadas: 2, duplicadas: 1 });
  expect(liveness).toMatchObject({ operacoes_pendentes: 2, revisoes_abertas: 1 });
  expect(audit).toMatchObject({ execucoes: 12, estornos: 1, hashes_recalculados: 16 });
});

const executed = "(select id from operation where external_id = 'V-5')";
const entry = `(select id from ledger_entry where cause_id = ${executed})`;
const reversal = "(select id from ledger_entry where kind = 'reversal')";

/** What a superuser does with triggers off, and which invariant must find it. */
const corruptions: readonly (readonly [what: string, numero: number, sql: string])[] = [
  [
    "an amount changed",
    1,
    `update posting set amount_cents = amount_cents + 1 where entry_id = ${entry} and amount_cents > 1000`,
  ],
  ["a posting deleted", 1, `delete from posting where entry_id = ${entry} and amount_cents < 0`],
  [
    "money moved between two entries",
    1,
    `update posting set amount_cents = amount_cents + case when entry_id = ${entry} then 5 else -5 end
     where entry_id in (${entry}, ${reversal}) and account_id in (select id from account where code = 'CAIXA')`,
  ],
  ["a balance raised", 1, "update account set balance_cents = balance_cents + 1 where code = 'CARTEIRA'"],
  [
    "a running balance changed",
    1,
    `update posting set balance_after_cents = balance_after_cents + 1 where entry_id = ${entry}`,
  ],
  ["a position raised", 1, "update position set quantity = quantity + 1"],
  ["a movement deleted", 1, `delete from position_movement where entry_id = ${entry}`],
  [
    "a whole entry deleted",
    1,
    `with gone as (delete from posting where entry_id = ${entry}) delete from ledger_entry where id = ${entry}`,
  ],
  [
    "an entry back-dated",
    1,
    `with moved as (update posting set posted_at = '2020-01-01' where entry_id = ${entry}),
     also as (update position_movement set posted_at = '2020-01-01' where entry_id = ${entry})
     update ledger_entry set posted_at = '2020-01-01' where id = ${entry}`,
  ],
  [
    "an executed operation without entry",
    2,
    "update operation set state = 'EXECUTED', wait_reason = null where external_id = 'P-1'",
  ],
  [
    "an entry whose operation is not executed",
    2,
    `update operation set state = 'PENDING', wait_reason = 'READY' where id = ${executed}`,
  ],
  ["a price nobody served", 2, `update operation set unit_price = unit_price + 0.01 where id = ${executed}`],
  [
    "a quote of another day",
    2,
    `update operation set operation_on = operation_on - 1 where id = ${executed}`,
  ],
  ["a quantity changed", 2, `update operation set quantity = quantity + 1 where id = ${executed}`],
  ["a total changed", 2, `update operation set total_cents = total_cents + 1 where id = ${executed}`],
  ["a reversal undone", 2, "update operation set state = 'EXECUTED' where state = 'REVERSED'"],
  [
    "the other rounding",
    2,
    "update fund set rounding = case rounding when 'TRUNCATE' then 'HALF_UP' else 'TRUNCATE' end",
  ],
  ["a row without bucket", 3, "update upload_row set state = 'VALID' where external_id = 'V-5'"],
  ["a row lost", 3, "delete from upload_row where state = 'REJECTED'"],
  [
    "a counter changed",
    3,
    "update upload set accepted_count = accepted_count + 1, rejected_count = rejected_count - 1",
  ],
  [
    "a duplicate that points nowhere",
    3,
    "update upload_row set operation_id = null where state = 'DUPLICATE'",
  ],
  [
    "another content than the file's",
    3,
    "update operation set rate = rate + 0.001 where external_id = 'P-1'",
  ],
  ["a review item lost", 4, "update review_item set state = 'WITHDRAWN'"],
  [
    "a ready operation that nobody executes",
    4,
    "update operation set wait_reason = 'READY' where external_id = 'P-1'",
  ],
  [
    "an unpriced operation that nobody prices",
    4,
    "update operation set wait_reason = 'AWAITING_PRICE' where external_id = 'P-1'",
  ],
  [
    "a publication nobody waits for",
    4,
    "update operation set wait_reason = 'AWAITING_PUBLICATION' where external_id = 'P-1'",
  ],
  ["a file without its job", 4, "update upload set state = 'SPLITTING'"],
  [
    "a list nobody asks for",
    4,
    "update price_request set state = 'WAITING', next_attempt_at = now() - interval '1 hour'",
  ],
  ["a report nobody sends", 4, "update notification set state = 'PENDING'"],
  [
    "an event deleted",
    5,
    `delete from audit_event where subject_id = ${executed} and action = 'operation.execute'`,
  ],
  [
    "an event doubled",
    5,
    `insert into audit_event (id, at, action, actor_kind, actor_id, subject_type, subject_id, fund_id, canonical)
     select gen_random_uuid(), at, action, actor_kind, actor_id, subject_type, subject_id, fund_id, canonical
       from audit_event where subject_id = ${executed} and action = 'operation.execute'`,
  ],
  [
    "an event's column changed",
    5,
    "update audit_event set actor_id = 'outro' where action = 'import.accept'",
  ],
  [
    "an event's bytes changed",
    5,
    `update audit_event set canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '"reason":null', '"reason":"x"') || ' x', 'UTF8')
     where action = 'operation.reverse'`,
  ],
  [
    "bytes that are no text",
    5,
    "update audit_event set canonical = '\\xff00' where action = 'import.decide'",
  ],
  [
    "ledger and operation changed alike",
    5,
    `update posting set balance_after_cents = balance_after_cents + 7 where entry_id = ${entry}`,
  ],
  [
    "a row's destiny changed with its counters",
    5,
    `with moved as (update upload set accepted_count = accepted_count - 1, rejected_count = rejected_count + 1)
     update upload_row set state = 'REJECTED', code = 'X', problem = '{}' where external_id = 'P-1'`,
  ],
  ["a contribution's event lost", 5, "delete from audit_event where action = 'fund.contribute'"],
  ["a personal value exchanged", 5, "update audit_personal set value = 'outra@pessoa' where field = 'email'"],
  ["a role that nobody gave", 5, "update app_user set role = 'admin' where role = 'operacao'"],
  ["every fund in sight of somebody", 5, "update app_user set sees_all_funds = not sees_all_funds"],
  ["an end of access put off", 5, "update app_user set access_until = '2199-01-01'"],
  ["somebody let in again", 5, "update app_user set disabled_at = now()"],
  [
    "a person whom nobody let in",
    5,
    "insert into app_user (id, email, name, role) values (gen_random_uuid(), 'x@y.test', 'x', 'admin')",
  ],
  [
    "a token that nobody made",
    5,
    `insert into api_token (id, name, token_hash, user_id, capabilities, expires_at)
     select gen_random_uuid(), 'x', sha256('x'), id, '{audit:read}', now() + interval '1 day' from app_user limit 1`,
  ],
  ["a fund under another name", 5, "update fund set code = code || 'X'"],
  ["a fund's approval limit raised", 5, "update fund set two_people_cents = two_people_cents * 10"],
  ["a fund's price limit raised", 5, "update fund set jump_limit = 10"],
  [
    "a review that asks for one person less",
    5,
    "update review_item set approvals_needed = approvals_needed - 1",
  ],
  ["a review of another amount", 5, "update review_item set amount_cents = coalesce(amount_cents, 0) + 1"],
  [
    "a review that shows something else",
    5,
    'update review_item set evidence = evidence || \'{"measured": "0"}\'',
  ],
  [
    "a review that nobody opened",
    5,
    `insert into review_item (id, subject_type, subject_id, fund_id, reason, evidence)
     select gen_random_uuid(), 'fund', id, id, 'INVENTADO', '{}' from fund limit 1`,
  ],
  ["a file by somebody else", 5, "update operation set created_by = gen_random_uuid()"],
  ["another file than was received", 5, "update upload set sha256 = sha256('outro')"],
  ["retention cut short", 5, "update retention_rule set years = 0"],
  [
    "a decision that nobody took",
    5,
    `insert into review_decision (id, batch_id, review_item_id, verdict, reason_code, evidence_hash, decided_by, decided_at, state)
     select gen_random_uuid(), gen_random_uuid(), i.id, 'APPROVE', 'OUTRO', i.evidence_hash, u.id, now(), 'STANDING' from review_item i, app_user u limit 1`,
  ],
  [
    "a notice that nobody sent",
    5,
    "insert into price_notice (id, source_id, event, item_name, price_on) values (gen_random_uuid(), 'x', 'NOVO', 'x', '2026-01-01')",
  ],
  [
    "a notification doubled",
    6,
    `insert into notification (id, kind, dedupe_key, user_id, subject_id, state)
     select gen_random_uuid(), kind, dedupe_key || 'x', user_id, subject_id, 'UNKNOWN' from notification`,
  ],
];

describe("each planted corruption is found by the right invariant", () => {
  test.each(corruptions)("%s: %i", async (_, numero, sql) => {
    await withCorruption(sql, async () => {
      const report = await verify();
      expect(report.ok).toBe(false);
      const found = report.invariantes.filter(({ falhas }) => falhas > 0);
      expect(found.map((finding) => finding.numero)).toContain(numero);
      for (const { falhas, exemplos } of found) {
        expect(exemplos.length).toBeGreaterThan(0);
        expect(exemplos.length).toBeLessThanOrEqual(Math.min(10, falhas));
        expect(() => JSON.stringify(exemplos)).not.toThrow();
      }
    });
    expect((await verify()).ok).toBe(true);
  });
});

/** Keeps every table as it was, so that each corruption stands alone. */
async function withCorruption(sql: string, run: () => Promise<void>): Promise<void> {
  const tables = [
    "posting",
    "account",
    "position",
    "position_movement",
    "ledger_entry",
    "operation",
    "fund",
    "upload_row",
    "upload",
    "review_item",
    "price_request",
    "notification",
    "audit_event",
    "audit_personal",
    "app_user",
    "api_token",
    "retention_rule",
    "review_decision",
    "price_notice",
  ];
  await owner.query("set session_replication_role = replica");
  await owner.query(tables.map((name) => `create temp table kept_${name} as table ${name}`).join("; "));
  try {
    const changed = await owner.query(sql);
    expect(changed.rowCount).toBeGreaterThan(0);
    await run();
  } finally {
    for (const name of tables) {
      // What the database works out by itself cannot be put back, nor need be.
      const { rows } = await owner.query(
        "select string_agg(quote_ident(attname), ', ') as list from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
        [name],
      );
      const override = name === "audit_event" ? "overriding system value" : "";
      await owner.query(
        `delete from ${name}; insert into ${name} (${rows[0].list}) ${override} select ${rows[0].list} from kept_${name}; drop table kept_${name}`,
      );
    }
  }
}
