import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimJobs, queueNames } from "#server/domain/jobs/index";
import { createSpreadsheets } from "#server/gateways/spreadsheet/index";
import { createLocalStorage } from "#server/gateways/storage/index";
import { createCtx, type Runtime, systemActor, systemClock } from "#server/infra/context";
import { openPool, poolSql } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { createLog } from "#server/infra/logger";
import { createVault } from "#server/infra/vault";
import type { Ctx } from "#server/kernel/context";
import { eventFields } from "#server/kernel/event-fields";
import { eventActions } from "#server/kernel/event-vocabulary";
import type { Ports } from "#server/kernel/ports";
import { createConsumer, type Outcome } from "#worker/consumer";
import { registry } from "#worker/registry";
import { createDatabase } from "./database";
import { createFakeMailer, createFakePriceSource } from "./fakes";
import { buildSpreadsheetProgram } from "./spreadsheet-program";

export type TestRuntime = {
  runtime: Runtime;
  /** The system itself, on the worker's database role. */
  ctx: Ctx;
  ownerUrl: string;
  /** Runs due jobs, as the worker does but without a broker, until none is left. */
  drain(options?: { names?: readonly string[] }): Promise<Outcome[]>;
  close(): Promise<void>;
};

/** A database, a storage folder and fakes of the outside world for one test file. */
export async function openTestRuntime(ports: Partial<Ports> = {}): Promise<TestRuntime> {
  const database = await createDatabase();
  const dir = await mkdtemp(join(tmpdir(), "lastro-test-"));
  const runtime: Runtime = {
    pool: openPool(roleUrl(database.ownerUrl, "lastro_worker"), { max: 12, applicationName: "lastro-test" }),
    log: createLog("test", "silent"),
    clock: systemClock,
    ports: {
      priceSource: createFakePriceSource(),
      mailer: createFakeMailer(),
      storage: createLocalStorage({ dir }),
      vault: createVault("um segredo de teste com mais de 32 letras"),
      siteUrl: "https://lastro.teste",
      unconfirmedDays: 7,
      spreadsheets: createSpreadsheets({ program: buildSpreadsheetProgram }),
      ...ports,
    },
  };
  return {
    runtime,
    ctx: createCtx(runtime, systemActor("test")),
    ownerUrl: database.ownerUrl,
    drain: (options) => drain(runtime, options?.names),
    async close() {
      await requireFieldsInWords(runtime.pool);
      await runtime.pool.end();
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Whatever a test had written: no event names a field for which the log's reader has no words. */
async function requireFieldsInWords(pool: Runtime["pool"]): Promise<void> {
  const events = await poolSql(pool)<{ action: string; before: unknown; after: unknown }>(
    `select distinct on (action, fields) action, told -> 'before' as before, told -> 'after' as after
       from (select action, fields, convert_from(canonical, 'UTF8')::jsonb as told from audit_event
              where action = any ($1) and convert_from(canonical, 'UTF8') is json object) as e`,
    [eventActions],
  );
  const unknown = events.flatMap(({ action, before, after }) =>
    [...fieldNames(before), ...fieldNames(after)]
      .filter((name) => !(eventFields as readonly string[]).includes(name))
      .map((name) => `${action}: ${name}`),
  );
  if (unknown.length > 0)
    throw new Error(`fields without words in server/kernel/event-fields.ts: ${unknown.join(", ")}`);
}

/** What a file's own columns and words are called is no vocabulary of ours. */
const holdsForeignNames = ["columns", "values"];

function fieldNames(value: unknown): string[] {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap(fieldNames);
  return Object.entries(value).flatMap(([name, held]) => [
    name,
    ...(holdsForeignNames.includes(name) ? [] : fieldNames(held)),
  ]);
}

async function drain(runtime: Runtime, names?: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const consumer = createConsumer({
    runtime,
    control: runtime.pool,
    registry,
    worker: "test",
    leaseMs: 30_000,
    done: (o) => outcomes.push(o),
  });
  const sql = poolSql(runtime.pool);
  for (;;) {
    const batches = await Promise.all(
      queueNames.map((queue) => claimJobs(sql, { queue, worker: "test", limit: 8, leaseMs: 30_000 })),
    );
    const claimed = batches.flat().filter((job) => !names || names.includes(job.name));
    if (claimed.length === 0) return outcomes;
    await Promise.all(claimed.map((job) => consumer.handle({ id: job.id, token: job.token.toString() })));
  }
}
