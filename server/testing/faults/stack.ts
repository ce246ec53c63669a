import { chmodSync, mkdtempSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { createSpreadsheets } from "#server/gateways/spreadsheet/index";
import { createLocalStorage } from "#server/gateways/storage/index";
import { createCtx, type Runtime, systemActor, systemClock } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { roleUrl } from "#server/infra/env";
import { createLog } from "#server/infra/logger";
import { migrate } from "#server/infra/migrate";
import { createVault } from "#server/infra/vault";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import type { AnbimaSwitchesPatch } from "#server/sandbox/anbima/switches";
import { sandboxCredentials } from "#server/sandbox/env";
import { type Sandbox, startSandbox } from "#server/sandbox/server";
import { removePostgres, startPostgres } from "../../../scripts/embedded-postgres.mjs";
import { provideRedis } from "../../../scripts/system-programs.mjs";
import { createFakeMailer, createFakePriceSource } from "../fakes";
import { bundleWorker, type Program, type RedisServer, startProgram, startRedis } from "./processes";

export const backends = ["redis", "postgres"] as const;
export type Backend = (typeof backends)[number];

/** Everything the product runs on, as real processes that may be killed. */
export type Stack = {
  readonly backend: Backend;
  readonly postgres: { kill(): Promise<void>; restart(): Promise<void> };
  /** null on the PostgreSQL backend. */
  readonly redis: RedisServer | null;
  /** A world of its own: database, files, ANBIMA and mail; no worker runs yet. */
  openWorld(options: WorldOptions): Promise<World>;
  close(): Promise<void>;
};

export type WorldOptions = {
  seed: number;
  anbima: AnbimaSwitchesPatch;
  /** Milliseconds; the product's own default when absent. */
  leaseMs?: number;
};

export type World = {
  readonly stack: Stack;
  readonly seed: number;
  readonly ownerUrl: string;
  readonly leaseMs: number;
  /** The owner's connections, for looking at the books from outside. */
  readonly owner: pg.Pool;
  readonly sandbox: Sandbox;
  readonly redisUrl: string | undefined;
  /** Every worker ever started, the dead ones too. */
  readonly workers: readonly Program[];
  startWorker(env?: Readonly<Record<string, string>>): Program;
  /** What the web process runs verbs on: its database role, row-level security and the file store. */
  ctxOf(actor: Actor): Ctx;
  readonly system: Ctx;
  close(): Promise<void>;
};

/**
 * The program of Redis, or why there is none. Without it the tests on Redis are skipped with the
 * reason said, but fail where it could have been installed: as root, and on a CI machine.
 */
export async function findRedis(): Promise<{ path: string } | { reason: string; mustFail: boolean }> {
  const found = await provideRedis();
  if (found.path) return { path: found.path };
  const mustFail = process.getuid?.() === 0 || Boolean(process.env.CI);
  return { reason: found.reason ?? "sem redis-server", mustFail };
}

export async function openStack(backend: Backend): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), "lastro-faults-"));
  chmodSync(folder, 0o711);
  const dir = join(folder, "postgres");
  const postgres = await startPostgres({ dir, settings: { max_connections: 400, shared_buffers: "128MB" } });
  const redisProgram = backend === "redis" ? await findRedis() : undefined;
  if (redisProgram && !("path" in redisProgram)) throw new Error(redisProgram.reason);
  const redis = redisProgram ? await startRedis(redisProgram.path, folder) : null;
  const program = await bundleWorker();
  await asOwner(postgres.url, (client) => client.query("create database faults_template"));
  await migrate(databaseOf(postgres.url, "faults_template"));
  let worlds = 0;
  const stack: Stack = {
    backend,
    redis,
    postgres: {
      async kill() {
        process.kill(postgres.pid, "SIGKILL");
      },
      restart: () => postgres.restart(),
    },
    async openWorld(options) {
      worlds += 1;
      const name = `faults_${worlds}`;
      await asOwner(postgres.url, (client) =>
        client.query(`create database ${name} template faults_template`),
      );
      await redis?.flush();
      return openWorld(stack, {
        ...options,
        ownerUrl: databaseOf(postgres.url, name),
        program,
        folder: join(folder, name),
      });
    },
    async close() {
      await redis?.kill();
      await postgres.stop({ immediate: true });
      removePostgres(dir);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return stack;
}

type Place = WorldOptions & { ownerUrl: string; program: string; folder: string };

async function openWorld(stack: Stack, place: Place): Promise<World> {
  const { ownerUrl, folder, seed } = place;
  await mkdir(folder, { recursive: true });
  const sandbox = await startSandbox({ seed, anbima: place.anbima });
  const storageDir = join(folder, "files");
  const owner = openPool(ownerUrl, { max: 6, applicationName: "faults-owner" });
  const web = openPool(roleUrl(ownerUrl, "lastro_web"), { max: 12, applicationName: "faults-web" });
  const background = openPool(roleUrl(ownerUrl, "lastro_worker"), {
    max: 4,
    applicationName: "faults-system",
  });
  const ports = {
    priceSource: createFakePriceSource(),
    mailer: createFakeMailer(),
    storage: createLocalStorage({ dir: storageDir }),
    vault: createVault("um segredo de teste com mais de 32 letras"),
    siteUrl: "https://lastro.teste",
    unconfirmedDays: 7,
    spreadsheets: createSpreadsheets({ program: "dist/spreadsheet.mjs" }),
  };
  const runtime: Runtime = { pool: web, log: createLog("faults", "silent"), clock: systemClock, ports };
  const workers: Program[] = [];
  const env = {
    NODE_ENV: "test",
    DATABASE_OWNER_URL: ownerUrl,
    STORAGE_DIR: storageDir,
    AUDIT_KEY_FILE: join(folder, "auditoria/chave.pem"),
    ANBIMA_URL: sandbox.url,
    ANBIMA_CLIENT_ID: sandboxCredentials.clientId,
    ANBIMA_CLIENT_SECRET: sandboxCredentials.clientSecret,
    ANBIMA_TIMEOUT_MS: "800",
    SMTP_URL: sandbox.smtpUrl,
    LOG_LEVEL: "warn",
    ...(stack.redis ? { REDIS_URL: stack.redis.url } : {}),
    ...(place.leaseMs ? { JOB_LEASE_MS: String(place.leaseMs) } : {}),
  };
  return {
    stack,
    seed,
    ownerUrl,
    leaseMs: place.leaseMs ?? 10_000,
    owner,
    sandbox,
    redisUrl: stack.redis?.url,
    workers,
    startWorker(more = {}) {
      const logFile = join(folder, `worker-${workers.length + 1}.log`);
      const command = [process.execPath, "--enable-source-maps", place.program] as const;
      const worker = startProgram({ command: [...command], env: { ...env, ...more }, logFile });
      workers.push(worker);
      return worker;
    },
    ctxOf: (actor) => createCtx(runtime, actor),
    system: createCtx({ ...runtime, pool: background }, systemActor("faults")),
    async close() {
      for (const worker of workers) await worker.kill();
      await Promise.all([owner.end(), web.end(), background.end(), sandbox.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function databaseOf(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.toString();
}

async function asOwner(url: string, run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await run(client);
  } finally {
    await client.end();
  }
}
