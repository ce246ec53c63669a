import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { contribute } from "#server/domain/funds/index";
import { finishUpload } from "#server/domain/imports/index";
import { enqueue } from "#server/domain/jobs/index";
import { executeOperationsJob, reverseOperation } from "#server/domain/operations/index";
import { roleUrl } from "#server/infra/env";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "../pipeline";

const day = "2026-07-15";
const reason = "negócio desfeito pelas partes";
let pipeline: Pipeline;
let operator: { actor: Actor; ctx: Ctx };
let manager: { actor: Actor; ctx: Ctx };
let fundId: string;
let files = 0;

beforeAll(async () => {
  pipeline = await openPipeline();
  fundId = await pipeline.fund("ALFA", { openingCents: 200_000n });
  operator = await pipeline.person("operacao");
  manager = await pipeline.person("gestor", [fundId]);
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM12", unitPrice: "100" });
  }
});
afterAll(() => pipeline?.close());

/** Sends one line `side;quantity` and works it off. @returns the operation's id */
async function trade(side: "C" | "V", quantity: string): Promise<string> {
  files += 1;
  const uploadId = await pipeline.send(
    operator.ctx,
    `${header}\nL${files};ALFA;${side};EXEM12;${quantity};0,01;${day};\n`,
  );
  await pipeline.drain();
  const [row] = await pipeline.sql<{ id: string }>("select id from operation where upload_id = $1", [
    uploadId,
  ]);
  return row?.id ?? "";
}

async function stateOf(operationId: string): Promise<string> {
  const [row] = await pipeline.sql<{ state: string }>(
    "select case state when 'PENDING' then wait_reason else state end as state from operation where id = $1",
    [operationId],
  );
  return row?.state ?? "";
}

async function cash(): Promise<bigint> {
  const [row] = await pipeline.sql<{ cents: bigint }>(
    "select balance_cents as cents from account where fund_id = $1 and code = 'CAIXA'",
    [fundId],
  );
  return row?.cents ?? -1n;
}

describe("an operation that the cash cannot cover", () => {
  test("waits while others go on, and executes by itself when money comes in", async () => {
    const dear = await trade("C", "30");
    const cheap = await trade("C", "1");
    expect([await stateOf(dear), await stateOf(cheap), await cash()]).toEqual([
      "INSUFFICIENT_CASH",
      "EXECUTED",
      189_900n,
    ]);

    const contribution = { fundId, contributionId: newId(), amountCents: 200_000n, effectiveOn: day };
    await contribute(pipeline.ctx, contribution);
    await pipeline.drain();
    expect([await stateOf(dear), await cash()]).toEqual(["EXECUTED", 389_900n - 303_000n]);

    await expect(contribute(pipeline.ctx, contribution)).rejects.toThrow();
    expect(await cash()).toBe(86_900n);
  });
});

describe("a file", () => {
  test("is not done while an execution that may cover its operations is still to come", async () => {
    const operationId = await trade("C", "3000");
    expect(await stateOf(operationId)).toBe("INSUFFICIENT_CASH");
    const stateOfFile = `select u.state, u.id from upload u join operation o on o.upload_id = u.id where o.id = $1`;
    const [file] = await pipeline.sql<{ state: string; id: string }>(stateOfFile, [operationId]);
    expect(file?.state).toBe("DONE");
    const uploadId = file?.id ?? "";

    // As it is found in the middle of a large fund: the last operations of this file decided, others not yet.
    await pipeline.sql("update upload set state = 'PROCESSING', finished_at = null where id = $1", [
      uploadId,
    ]);
    await pipeline.ctx.transaction((tx) =>
      enqueue(tx, executeOperationsJob, [{ fundId }], { dueAt: () => new Date("2099-01-01") }),
    );
    await finishUpload(pipeline.ctx, { uploadId });
    expect(await pipeline.sql(stateOfFile, [operationId])).toMatchObject([{ state: "PROCESSING" }]);

    // The file looks again a moment after its fund is through.
    await vi.waitFor(
      async () => {
        await pipeline.sql("update job set due_at = now() where state = 'waiting'");
        await pipeline.drain();
        expect(await pipeline.sql(stateOfFile, [operationId])).toMatchObject([{ state: "DONE" }]);
      },
      { timeout: 20_000 },
    );
  });
});

describe("a reversal", () => {
  test("undoes an operation by a new entry, with a reason, never by who sent it, and once", async () => {
    const before = await cash();
    const operationId = await trade("C", "2");
    expect(await cash()).toBe(before - 20_200n);
    await expect(reverseOperation(operator.ctx, { operationId, reason })).rejects.toMatchObject({
      code: "operation.own_upload",
    });
    await expect(reverseOperation(manager.ctx, { operationId, reason: "sim" })).rejects.toThrow();
    expect(await stateOf(operationId)).toBe("EXECUTED");

    const { entryId } = await reverseOperation(manager.ctx, { operationId, reason });
    expect([await stateOf(operationId), await cash()]).toEqual(["REVERSED", before]);
    const postings = await pipeline.sql<{ total: bigint }>(
      "select sum(amount_cents)::bigint as total from posting where entry_id = $1",
      [entryId],
    );
    expect(postings).toEqual([{ total: 0n }]);
    await expect(reverseOperation(manager.ctx, { operationId, reason })).rejects.toMatchObject({
      code: "operation.reversed",
    });
    expect(await cash()).toBe(before);
  });

  test("asked for twice at once happens once", async () => {
    const operationId = await trade("C", "1");
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => reverseOperation(manager.ctx, { operationId, reason })),
    );
    expect(
      results.map((result) => (result.status === "fulfilled" ? "done" : result.reason.code)).sort(),
    ).toEqual(["done", "operation.reversed", "operation.reversed"]);
  });

  test("that would take cash or position below zero is refused", async () => {
    const bought = await trade("C", "3");
    const sold = await trade("V", "33");
    expect(await stateOf(sold)).toBe("EXECUTED");
    await expect(reverseOperation(manager.ctx, { operationId: bought, reason })).rejects.toMatchObject({
      code: "ledger.below_floor",
      details: { code: "INSUFFICIENT_POSITION" },
    });
    expect(await stateOf(await trade("C", "35"))).toBe("EXECUTED");
    await expect(reverseOperation(manager.ctx, { operationId: sold, reason })).rejects.toMatchObject({
      code: "ledger.below_floor",
      details: { code: "INSUFFICIENT_CASH" },
    });
    expect(await stateOf(sold)).toBe("EXECUTED");
  });

  test("of an operation that waits, of another's fund, or of none is refused alike to who may not know", async () => {
    const waiting = await trade("C", "999");
    await expect(reverseOperation(manager.ctx, { operationId: waiting, reason })).rejects.toMatchObject({
      code: "operation.not_executed",
    });
    const other = await pipeline.person("gestor", [await pipeline.fund("BETA")]);
    for (const operationId of [waiting, newId()]) {
      await expect(reverseOperation(other.ctx, { operationId, reason })).rejects.toMatchObject({
        code: "operation.not_found",
      });
    }
  });
});

describe("the database itself", () => {
  const appendOnly = [
    "audit_event",
    "audit_personal",
    "ledger_entry",
    "posting",
    "position_movement",
    "price_reading",
    "quote",
  ];
  const statements = appendOnly.flatMap((table) => [
    [
      table,
      `update ${table} set ${table === "audit_personal" ? "value" : table === "price_reading" ? "source" : table === "quote" ? "raw" : table === "audit_event" ? "action" : "fund_id"} = null`,
    ],
    [table, `delete from ${table}`],
    [table, `truncate ${table}`],
    [table, `alter table ${table} disable trigger all`],
  ]);

  for (const role of ["lastro_web", "lastro_worker"] as const) {
    test.each(statements)(`refuses ${role} on %s: %s`, async (_, statement) => {
      await expect(asRole(role, statement as string)).rejects.toMatchObject({ code: "42501" });
    });

    test(`refuses ${role} the ways around`, async () => {
      for (const statement of [
        "set session_replication_role = replica",
        "set role lastro_owner",
        "create rule r as on delete to posting do instead nothing",
        "select setval('audit_event_seq_seq', 1)",
        "insert into audit_event (seq, id, at, action, actor_kind, actor_id, subject_type, subject_id, canonical) overriding system value values (1, gen_random_uuid(), now(), 'x', 'x', 'x', 'x', gen_random_uuid(), '')",
      ]) {
        await expect(asRole(role, statement), statement).rejects.toMatchObject({ code: "42501" });
      }
    });
  }

  test("refuses even the owner to change or empty what is append-only", async () => {
    for (const table of ["audit_event", "ledger_entry", "posting", "position_movement"]) {
      for (const statement of [`delete from ${table}`, `truncate ${table} cascade`]) {
        await expect(pipeline.sql(statement), statement).rejects.toMatchObject({ code: "42501" });
      }
    }
  });

  test("refuses an entry that does not add up to zero", async () => {
    const insert = `insert into posting (account_id, fund_seq, entry_id, fund_id, amount_cents, balance_after_cents, posted_at)
      select id, 1000000, $1, fund_id, case code when 'CAIXA' then 100 else -99 end, 0, now() from account where fund_id = $2 and code in ('CAIXA', 'CAPITAL')`;
    await expect(pipeline.sql(insert, [newId(), fundId])).rejects.toMatchObject({
      code: "23514",
      constraint: "posting_zero_sum",
    });
  });

  test("refuses cash below its floor, a position below zero, a posting of nothing and one beyond all reason", async () => {
    const refused = [
      "update account set balance_cents = -1 where code = 'CAIXA'",
      "update position set quantity = -0.00000001",
      "update position set quantity = 'NaN'",
      "insert into posting (account_id, fund_seq, entry_id, fund_id, amount_cents, balance_after_cents, posted_at) select id, 2000000, gen_random_uuid(), fund_id, 0, 0, now() from account",
      "insert into posting (account_id, fund_seq, entry_id, fund_id, amount_cents, balance_after_cents, posted_at) select id, 2000000, gen_random_uuid(), fund_id, 1000000000000001, 0, now() from account",
    ];
    for (const statement of refused)
      await expect(pipeline.sql(statement), statement).rejects.toMatchObject({ code: "23514" });
  });

  test("refuses a second execution of one operation, and a second reversal of one entry", async () => {
    const again = (
      kind: string,
    ) => `insert into ledger_entry (id, fund_id, fund_seq, kind, cause_id, reverses_id, effective_on, posted_at)
      select gen_random_uuid(), fund_id, 3000000, kind, cause_id, reverses_id, effective_on, now() from ledger_entry where kind = '${kind}' limit 1`;
    for (const kind of ["operation", "reversal"])
      await expect(pipeline.sql(again(kind)), kind).rejects.toMatchObject({ code: "23505" });
  });
});

async function asRole(role: "lastro_web" | "lastro_worker", statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: roleUrl(pipeline.ownerUrl, role) });
  await client.connect();
  try {
    await client.query("select set_config('lastro.funds', 'all', false)");
    await client.query(statement);
  } finally {
    await client.end();
  }
}
