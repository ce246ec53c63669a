import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateRules } from "#server/domain/funds/index";
import type { TransportKind } from "#server/sandbox/anbima/switches";
import { universe } from "#server/sandbox/anbima/universe";
import { createRandom } from "../random";
import { writeOperationsFile } from "./operations-file";
import { createCast, type FundPlan } from "./people";
import { untilQuiet } from "./quiet";
import { check } from "./run";
import { findRedis, openStack, type Stack, type World } from "./stack";
import { until } from "./until";
import { sendFile } from "./uploads";

const seed = Number(process.env.FAULT_SEED ?? 20_260_715);
const days = ["2026-07-14", "2026-07-15", "2026-07-16"];
const funds: FundPlan[] = (["F-UM", "F-DOIS", "F-TRES"] as const).map((code, i) => ({
  code,
  rounding: i === 1 ? "TRUNCATE" : "HALF_UP",
  priceBasis: i === 2 ? "informado" : "anbima",
  engine: "conjunto",
  openingCents: 100_000_000_000_00n,
}));
const kinds: TransportKind[] = [
  "refused",
  "500",
  "503",
  "429",
  "401",
  "truncated",
  "html200",
  "malformed",
  "hang",
];

describe("a file of 10,000 operations", () => {
  let stack: Stack;
  let world: World;
  beforeAll(async () => {
    stack = await openStack("path" in (await findRedis()) ? "redis" : "postgres");
  });
  afterAll(() => stack?.close());

  async function start(failureRate: number) {
    world = await stack.openWorld({ seed, anbima: { failureRate, kinds, latencyMs: 5 } });
    const cast = await createCast(world, funds);
    const text = writeOperationsFile(createRandom(seed), {
      rows: 10_000,
      idPrefix: `S${seed}`,
      fundCodes: funds.map((fund) => fund.code),
      days,
      assets: universe,
      marketSeed: seed,
    });
    world.startWorker();
    world.startWorker();
    const { uploadId } = await sendFile(world, cast, text);
    return { cast, files: new Map([[uploadId, text]]) };
  }

  test.each([0.3, 0.6])("loses and doubles nothing while %d of ANBIMA's calls fail", async (failureRate) => {
    const { cast, files } = await start(failureRate);
    try {
      await untilQuiet(world, 150_000);
      await check(world, cast, files);
      expect(await countOperations(world, "state = 'EXECUTED'")).toBeGreaterThan(5_000);
    } finally {
      await world.close();
    }
  });

  test("waits while every call fails, each operation with a next attempt or a person, and ends within 60 s of healing", async () => {
    const { cast, files } = await start(1);
    try {
      const reason = "quem espera logo é visto";
      await updateRules(world.system, { code: "F-DOIS", rules: { serviceTimeS: 1 }, reason });
      const accepted = await until("acceptance and an attempt at each list", 60_000, async () => {
        const { rows } = await world.owner.query(
          `select accepted_count as accepted from upload
            where state = 'PROCESSING' and not exists (select 1 from price_request where attempts = 0)
              and exists (select 1 from review_item where reason = 'PRAZO_EXCEDIDO')`,
        );
        return rows[0]?.accepted as number | undefined;
      });
      expect(await countOperations(world, "state = 'PENDING' and wait_reason = 'AWAITING_PRICE'")).toBe(
        accepted,
      );
      expect(await countOperations(world, `not ${hasNextAttempt} and not ${isReviewed}`)).toBe(0);
      expect(await countOperations(world, isReviewed)).toBeGreaterThan(0);

      world.sandbox.control.anbima.set({ failureRate: 0 });
      await untilQuiet(world, 60_000);
      await check(world, cast, files);
    } finally {
      await world.close();
    }
  });
});

/** A list of its day is due later, or is being asked for at this moment. */
const hasNextAttempt = `exists (
  select 1 from price_request r where r.price_on = o.operation_on and r.state = 'WAITING'
     and (r.next_attempt_at > now() or exists (
       select 1 from job j where j.name = 'pricing.fetch' and j.key = r.asset_class || ':' || r.price_on
          and (j.state = 'claimed' or j.due_at > now() - interval '2 seconds'))))`;
const isReviewed = "exists (select 1 from review_item i where i.subject_id = o.id and i.state = 'OPEN')";

async function countOperations(world: World, where: string): Promise<number> {
  const { rows } = await world.owner.query(`select count(*)::int as count from operation o where ${where}`);
  return rows[0].count;
}
