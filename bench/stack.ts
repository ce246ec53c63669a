import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { createCtx, type Runtime, systemActor } from "#server/infra/context";
import { openPool } from "#server/infra/database";
import { databaseUrl, readEnv } from "#server/infra/env";
import { createLog } from "#server/infra/logger";
import { createPorts } from "#server/infra/runtime";
import type { Ctx } from "#server/kernel/context";
import type { AnbimaSwitchesPatch } from "#server/sandbox/anbima/switches";
import { root } from "../scripts/install.mjs";
import { randomFreePort } from "../scripts/ports.mjs";
import type { DatabaseServer } from "./database-server";
import { type Program, startProgram } from "./program";

export type StackOptions = {
  /** Portuguese names of the queues that the one worker takes; all of them when absent. */
  readonly queues?: string;
  readonly withWeb?: boolean;
  readonly anbima: AnbimaSwitchesPatch;
};

/** The product on a database of its own: sandbox, one worker and perhaps the web, each a process. */
export type Stack = {
  readonly ctx: Ctx;
  readonly runtime: Runtime;
  readonly ownerUrl: string;
  readonly folder: string;
  readonly worker: Program;
  readonly web: { readonly program: Program; readonly url: string } | null;
  setAnbima(patch: AnbimaSwitchesPatch): Promise<void>;
  close(): Promise<void>;
};

const webBuild = path.join(root, ".next/BUILD_ID");
export const isWebBuilt = () => existsSync(webBuild);

export async function openStack(server: DatabaseServer, options: StackOptions): Promise<Stack> {
  const ownerUrl = await server.createDatabase();
  const { folder, env, sandboxUrl, workerPort, webPort } = await prepare(ownerUrl);
  const common = { env, logDir: folder };
  const sandbox = await startProgram({
    ...common,
    name: "sandbox",
    args: ["dist/sandbox.mjs"],
    readyUrl: `${sandboxUrl}/health`,
  });
  const worker = await startProgram({
    ...common,
    name: "worker",
    args: [
      ...(process.env.BENCH_WORKER_FLAGS?.split(" ") ?? []),
      "--enable-source-maps",
      "dist/worker.mjs",
      ...(options.queues ? ["--filas", options.queues] : []),
    ],
    readyUrl: `http://127.0.0.1:${workerPort}/health`,
  });
  const web = options.withWeb && isWebBuilt() ? await startWeb(common, webPort) : null;
  const runtime = openBenchRuntime(env);
  const stack: Stack = {
    ctx: createCtx(runtime, systemActor("bench")),
    runtime,
    ownerUrl,
    folder,
    worker,
    web,
    async setAnbima(patch) {
      const answer = await fetch(`${sandboxUrl}/_sandbox/anbima`, {
        method: "PUT",
        body: JSON.stringify(patch),
        headers: { "content-type": "application/json" },
      });
      if (!answer.ok) throw new Error(`sandbox: ${await answer.text()}`);
    },
    async close() {
      await web?.program.stop();
      await worker.stop();
      await sandbox.stop();
      await runtime.pool.end();
      await server.dropDatabase(ownerUrl);
      await rm(path.join(folder, "files"), { recursive: true, force: true });
    },
  };
  await stack.setAnbima(options.anbima);
  return stack;
}

/** Where a stack keeps its files and what its programs are told. */
async function prepare(ownerUrl: string) {
  const folder = path.join(root, `.data/bench-${process.pid}`);
  await mkdir(path.join(folder, "files"), { recursive: true });
  const ports = await freePorts(4);
  const [sandboxPort, smtpPort, workerPort, webPort] = ports.map(String) as [string, string, string, string];
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const env = {
    NODE_ENV: "production",
    DATABASE_OWNER_URL: ownerUrl,
    STORAGE_DIR: path.join(folder, "files"),
    AUDIT_KEY_FILE: path.join(folder, "auditoria/chave.pem"),
    ANBIMA_URL: sandboxUrl,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    SANDBOX_PORT: sandboxPort,
    SANDBOX_SMTP_PORT: smtpPort,
    WORKER_HEALTH_PORT: workerPort,
    NEXTAUTH_SECRET: "somente-para-medir-somente-para-medir",
    NEXTAUTH_URL: `http://127.0.0.1:${webPort}`,
    PUBLIC_URL: `http://127.0.0.1:${webPort}`,
    LOG_LEVEL: "warn",
  };
  return { folder, env, sandboxUrl, workerPort, webPort };
}

/** The built web alone on a database that nothing else works on, and the verbs on it. */
export async function openWeb(ownerUrl: string) {
  const { folder, env, webPort } = await prepare(ownerUrl);
  const { program, url } = await startWeb({ env, logDir: folder }, webPort);
  const runtime = openBenchRuntime(env);
  return {
    url,
    program,
    ctx: createCtx(runtime, systemActor("bench")),
    async close() {
      await program.stop();
      await runtime.pool.end();
    },
  };
}

async function startWeb(common: { env: Record<string, string>; logDir: string }, port: string) {
  const url = `http://127.0.0.1:${port}`;
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const program = await startProgram({
    ...common,
    env: { ...common.env, PORT: port, NEXT_TELEMETRY_DISABLED: "1" },
    name: "web",
    args: [next, "start", root, "--port", port, "--hostname", "127.0.0.1"],
    readyUrl: `${url}/api/health`,
  });
  return { program, url };
}

function openBenchRuntime(env: Record<string, string>): Runtime {
  const settings = readEnv(env);
  return {
    pool: openPool(databaseUrl(settings, "lastro_worker"), { max: 4, applicationName: "lastro-bench" }),
    log: createLog("bench", "warn"),
    ports: createPorts(settings),
    clock: { now: () => new Date() },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await randomFreePort());
  return [...ports];
}
