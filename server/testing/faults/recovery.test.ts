import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { universe } from "#server/sandbox/anbima/universe";
import { createRandom } from "../random";
import { writeOperationsFile } from "./operations-file";
import { createCast } from "./people";
import { untilQuiet } from "./quiet";
import { check, storyOf } from "./run";
import {
  type Backend,
  backends,
  findRedis,
  openStack,
  type Stack,
  type World,
  type WorldOptions,
} from "./stack";
import { until } from "./until";
import { sendFile } from "./uploads";

const seed = Number(process.env.FAULT_SEED ?? 11);
const redis = await findRedis();
/** What is promised of a killed worker, with the product's own lease. */
const resumedWithinMs = 15_000;
const assets = universe.slice(0, 12);
const days = ["2026-07-15"];

for (const backend of backends) {
  describe.skipIf(backend === "redis" && !("path" in redis))(`on ${backend}`, () => recovery(backend));
}

function recovery(backend: Backend): void {
  let stack: Stack;
  beforeAll(async () => {
    stack = await openStack(backend);
  });
  afterAll(() => stack?.close());

  async function open(anbima: WorldOptions["anbima"] = {}, leaseMs?: number) {
    const world = await stack.openWorld({
      seed,
      anbima: { failureRate: 0, latencyMs: 0, ...anbima },
      leaseMs,
    });
    onTestFinished(() => world.close());
    const cast = await createCast(world, [
      {
        code: "F-UM",
        rounding: "HALF_UP",
        priceBasis: "anbima",
        engine: "conjunto",
        openingCents: 100_000_000_000_00n,
      },
    ]);
    return { world, cast, files: new Map<string, string>() };
  }
  type Opened = Awaited<ReturnType<typeof open>>;

  async function send({ world, cast, files }: Opened, idPrefix: string): Promise<void> {
    const fundCodes = ["F-UM"];
    const text = writeOperationsFile(createRandom(seed), {
      rows: 300,
      idPrefix,
      fundCodes,
      days,
      assets,
      marketSeed: seed,
    });
    files.set((await sendFile(world, cast, text)).uploadId, text);
  }

  async function end({ world, cast, files }: Opened): Promise<void> {
    try {
      await untilQuiet(world, 60_000);
      await check(world, cast, files);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${await storyOf(world)}`, { cause: error });
    }
  }

  test("what a killed worker was asking for is asked again by another within 15 s", async () => {
    const opened = await open({ latencyMs: 20_000 });
    const { world } = opened;
    const first = world.startWorker({ ANBIMA_TIMEOUT_MS: "30000" });
    await send(opened, "A");
    const asking = await until("the worker to be asking for prices", 30_000, () =>
      claimedBy(world, first.pid, "pricing.fetch"),
    );
    world.startWorker();
    await first.kill();
    const killedAt = Date.now();
    world.sandbox.control.anbima.set({ latencyMs: 0 });
    await until("another worker to take the job up", resumedWithinMs, () => isTakenUp(world, asking));
    expect(Date.now() - killedAt).toBeLessThan(resumedWithinMs);
    await end(opened);
  });

  test("what a killed worker was executing, waiting for a lock, is executed by another within 15 s", async () => {
    const opened = await open();
    const { world } = opened;
    const holder = await world.owner.connect();
    try {
      await holder.query("begin");
      await holder.query("select 1 from fund_book for update");
      const first = world.startWorker();
      await send(opened, "A");
      const executing = await until("the worker to wait for the books", 30_000, () =>
        claimedBy(world, first.pid, "operations.execute"),
      );
      world.startWorker();
      await first.kill();
      await until("another worker to take the job up", resumedWithinMs, () => isTakenUp(world, executing));
    } finally {
      await holder.query("rollback");
      holder.release();
    }
    await end(opened);
  });

  test("a worker started while the database is away comes up by itself", async () => {
    const opened = await open();
    const { world } = opened;
    await stack.postgres.kill();
    const worker = world.startWorker();
    await until("the worker to notice", 20_000, async () => worker.output().length > 0);
    await stack.postgres.restart();
    await send(opened, "A");
    await end(opened);
    expect(worker.isRunning).toBe(true);
  });

  test("workers outlive a database that was killed twice", async () => {
    const opened = await open({}, 2_000);
    const { world } = opened;
    const workers = [world.startWorker(), world.startWorker()];
    await send(opened, "A");
    for (let i = 0; i < 2; i++) {
      await stack.postgres.kill();
      await stack.postgres.restart();
      await send(opened, `B${i}`);
    }
    await end(opened);
    expect(workers.every((worker) => worker.isRunning)).toBe(true);
  });

  if (backend === "redis") {
    test("Redis emptied and gone: uploads are taken meanwhile, and the same workers go on", async () => {
      const opened = await open({ latencyMs: 30 });
      const { world } = opened;
      const workers = [world.startWorker(), world.startWorker()];
      await send(opened, "A");
      await stack.redis?.flush();
      await send(opened, "B");
      await stack.redis?.kill();
      await send(opened, "C");
      await send(opened, "D");
      // How long it is gone: a minute when runs are asked for, a moment in `npm test`.
      await new Promise((resolve) => setTimeout(resolve, process.env.FAULT_RUNS ? 60_000 : 6_000));
      await stack.redis?.restart();
      await end(opened);
      expect(workers.every((worker) => worker.isRunning)).toBe(true);
    });

    test("a worker started while Redis is away comes up by itself", async () => {
      const opened = await open();
      await stack.redis?.kill();
      const worker = opened.world.startWorker();
      await send(opened, "A");
      await until("the worker to find no queue", 20_000, async () => worker.output().length > 0);
      await stack.redis?.restart();
      await end(opened);
    });
  }
}

type Claimed = { id: string; token: bigint };

async function claimedBy(world: World, pid: number, name: string): Promise<Claimed | undefined> {
  const { rows } = await world.owner.query<Claimed>(
    `select id, lease_token as token from job where name = $2 and state = 'claimed' and started_at is not null and leased_by like '%:' || $1`,
    [String(pid), name],
  );
  return rows[0];
}

/** Claimed and started again since. */
async function isTakenUp(world: World, { id, token }: Claimed): Promise<boolean> {
  const { rows } = await world.owner.query(
    "select 1 from job where id = $1 and lease_token > $2 and (state <> 'claimed' or started_at is not null)",
    [id, token],
  );
  return rows.length > 0;
}
