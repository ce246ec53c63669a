import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { claimJobs, defineJob, enqueue } from "#server/domain/jobs/index";
import { terminateExpired } from "#server/domain/jobs/lease";
import { poolSql } from "#server/infra/database";
import type { Ctx, Sql } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { type Consumer, createConsumer, type Outcome } from "./consumer";
import type { Handler } from "./registry";

const leaseMs = 30_000;
const job = defineJob({
  name: "tests.run",
  queue: "default",
  payload: z.object({ key: z.string() }),
  retry: { baseMs: 40_000, maxMs: 60_000 },
  key: ({ key }) => key,
});

let system: TestRuntime;
let sql: Sql;
let consumer: Consumer;
let outcomes: Outcome[] = [];
/** What the job does in the test at hand. */
let verb: (ctx: Ctx) => Promise<void> = async () => undefined;
let ran = 0;

beforeAll(async () => {
  system = await openTestRuntime();
  sql = poolSql(system.runtime.pool);
  const handler: Handler = {
    declaration: job as Handler["declaration"],
    run: async (ctx) => {
      ran += 1;
      await verb(ctx);
    },
  };
  const { runtime } = system;
  const registry = new Map([[job.name, handler]]);
  consumer = createConsumer({
    runtime,
    control: runtime.pool,
    registry,
    worker: "w",
    leaseMs,
    done: (o) => outcomes.push(o),
  });
});
afterAll(() => system?.close());
afterEach(async () => {
  verb = async () => undefined;
  ran = 0;
  outcomes = [];
  await sql("delete from job");
});

async function add(key: string = newId()): Promise<void> {
  await system.ctx.transaction((tx) => enqueue(tx, job, [{ key }]));
}

async function claim(limit = 10) {
  const claimed = await claimJobs(sql, { queue: "default", worker: "w", limit, leaseMs });
  return claimed.map(({ id, token }) => ({ id, token: token.toString() }));
}

async function claimOne() {
  await add();
  const [delivery] = await claim(1);
  if (!delivery) throw new Error("nothing to claim");
  return delivery;
}

type JobRow = { state: string; attempts: number; token: bigint; code: string | null; dueInMs: number };
async function rowOf(id: string): Promise<JobRow> {
  const [row] = await sql<JobRow>(
    `select state, attempts, lease_token as token, error_code as code, extract(epoch from due_at - now())::float8 * 1000 as "dueInMs" from job where id = $1`,
    [id],
  );
  if (!row) throw new Error("no such job");
  return row;
}

describe("a delivery", () => {
  test("runs its job once, however often it comes", async () => {
    const delivery = await claimOne();
    await Promise.all([1, 2, 3, 4].map(() => consumer.handle(delivery)));
    await consumer.handle(delivery);
    expect(ran).toBe(1);
    expect(await rowOf(delivery.id)).toMatchObject({ state: "done" });
  });

  test("with a token of before or after, of no job, or of nonsense runs nothing", async () => {
    const { id, token } = await claimOne();
    for (const forged of [
      { id, token: String(BigInt(token) - 1n) },
      { id, token: String(BigInt(token) + 1n) },
      { id: newId(), token: "1" },
    ]) {
      await consumer.handle(forged);
    }
    for (const nonsense of [
      { id: "x", token: "1" },
      { id, token: "x" },
      {} as { id: string; token: string },
    ]) {
      await expect(consumer.handle(nonsense)).rejects.toThrow();
    }
    expect(ran).toBe(0);
    expect(await rowOf(id)).toMatchObject({ state: "claimed", attempts: 0 });
    await consumer.handle({ id, token });
    expect(ran).toBe(1);
  });
});

describe("a worker that lost its lease", () => {
  test("writes nothing more, and does not touch the job of who has it now", async () => {
    const delivery = await claimOne();
    const marker = newId();
    verb = async (ctx) => {
      await sql("update job set lease_until = now() - interval '1 second' where id = $1", [delivery.id]);
      const [again] = await claim();
      expect(again).toMatchObject({ id: delivery.id });
      await ctx.transaction((tx) =>
        tx.sql("insert into schedule_run (name, slot) values ($1, now())", [marker]),
      );
    };
    await consumer.handle(delivery);
    expect(outcomes).toMatchObject([{ ok: false, code: "job.lease_lost" }]);
    expect(await sql("select 1 from schedule_run where name = $1", [marker])).toEqual([]);
    expect(await rowOf(delivery.id)).toMatchObject({
      state: "claimed",
      attempts: 0,
      token: BigInt(delivery.token) + 1n,
    });
  });

  test("keeps the job for itself while its transaction is open, until its session is ended", async () => {
    const delivery = await claimOne();
    verb = (ctx) =>
      ctx.transaction(async (tx) => {
        await sql("update job set lease_until = now() - interval '2 seconds' where id = $1", [delivery.id]);
        expect(await claim()).toEqual([]);
        expect(await terminateExpired(sql)).toBe(1);
        await tx.sql("select 1");
      });
    await consumer.handle(delivery);
    expect(outcomes).toMatchObject([{ ok: false, code: "database.unavailable" }]);
  });
});

describe("the kind of error decides", () => {
  test.each([
    ["anbima.unavailable", "waiting"],
    ["database.unavailable", "waiting"],
    ["internal.unexpected", "waiting"],
    ["input.invalid", "stopped"],
    ["fund.not_found", "stopped"],
    ["upload.wrong_state", "stopped"],
    ["auth.denied", "stopped"],
  ] as const)("%s leaves the job %s", async (code, state) => {
    const delivery = await claimOne();
    verb = async () => {
      throw new DomainError(code);
    };
    await consumer.handle(delivery);
    const row = await rowOf(delivery.id);
    expect(row).toMatchObject({ state, code, attempts: 1 });
    if (state !== "waiting") return;
    expect(row.dueInMs).toBeGreaterThan(15_000);
    expect(row.dueInMs).toBeLessThan(40_001);
  });

  test("an error of nobody's is tried again, and quotes nothing of what it said", async () => {
    const delivery = await claimOne();
    verb = async () => {
      throw new Error("CPF 529.982.247-25 has no balance");
    };
    await consumer.handle(delivery);
    expect(await rowOf(delivery.id)).toMatchObject({ state: "waiting", code: "internal.unexpected" });
    const [row] = await sql<{ error: string }>("select error from job where id = $1", [delivery.id]);
    expect(row?.error).not.toContain("529");
  });

  test("a verb may say itself when to try again", async () => {
    const delivery = await claimOne();
    verb = async () => {
      throw new DomainError("anbima.unavailable", { retryInMs: 7_000 });
    };
    await consumer.handle(delivery);
    const { dueInMs } = await rowOf(delivery.id);
    expect(dueInMs).toBeGreaterThan(5_000);
    expect(dueInMs).toBeLessThan(7_001);
  });

  test("a payload that does not fit, and a job that nobody knows, stop", async () => {
    const delivery = await claimOne();
    await sql("update job set payload = '{}' where id = $1", [delivery.id]);
    await consumer.handle(delivery);
    expect(await rowOf(delivery.id)).toMatchObject({ state: "stopped", code: "input.invalid" });
    const other = await claimOne();
    await sql("update job set name = 'tests.gone' where id = $1", [other.id]);
    await consumer.handle(other);
    expect(await rowOf(other.id)).toMatchObject({ state: "stopped", code: "job.unknown" });
    expect(ran).toBe(0);
  });
});

describe("jobs of one name and key", () => {
  test("that wait are one; one that comes while another runs waits for it, and a retry that finds it ends", async () => {
    const key = newId();
    await add(key);
    await add(key);
    const [first, ...more] = await claim();
    expect(more).toEqual([]);
    await add(key);
    expect(await claim()).toEqual([]);
    verb = async () => {
      throw new DomainError("anbima.unavailable");
    };
    await consumer.handle(first as { id: string; token: string });
    expect(await rowOf(first?.id ?? "")).toMatchObject({ state: "done", code: "anbima.unavailable" });
    expect(await claim()).toHaveLength(1);
  });

  test("exist exactly when the transaction that wanted them commits, and cannot start before", async () => {
    await expect(
      system.ctx.transaction(async (tx) => {
        await enqueue(tx, job, [{ key: "a" }]);
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await claim()).toEqual([]);

    await add("b");
    await system.ctx.transaction(async (tx) => {
      await enqueue(tx, job, [{ key: "b" }]);
      expect(await claim()).toEqual([]);
    });
    expect(await claim()).toHaveLength(1);
  });
});

test("eight workers that claim at once share the jobs, each job once", async () => {
  const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
  await system.ctx.transaction((tx) =>
    enqueue(
      tx,
      job,
      keys.map((key) => ({ key })),
    ),
  );
  const shares = await Promise.all(Array.from({ length: 8 }, () => claim(20)));
  const ids = shares.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length + (await claim(100)).length).toBe(100);
});
