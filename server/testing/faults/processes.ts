import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Redis } from "ioredis";
import { randomFreePort } from "../../../scripts/ports.mjs";
import { guard } from "../../../scripts/processes.mjs";
import { until } from "./until";

/** One real process that a test may kill and pause, and that never outlives the test. */
export type Program = {
  readonly pid: number;
  /** Killed by us; a program that ended without being killed has crashed. */
  readonly wasKilled: boolean;
  readonly isRunning: boolean;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: it holds its connections and its locks and does nothing. */
  pause(): void;
  resume(): void;
  /** The end of what it wrote. */
  output(): string;
};

export function startProgram(input: {
  command: readonly [string, ...string[]];
  env: Readonly<Record<string, string>>;
  logFile: string;
}): Program {
  const log = openSync(input.logFile, "a");
  const [file, ...args] = input.command;
  const env = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", TZ: "UTC", ...input.env };
  const child: ChildProcess = spawn(file, args, {
    env: env as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const watch = guard(child.pid, { signal: "KILL" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void ended.then(() => watch.release());
  let wasKilled = false;
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    get wasKilled() {
      return wasKilled;
    },
    get isRunning() {
      return isRunning();
    },
    async kill() {
      wasKilled = true;
      if (isRunning()) child.kill("SIGKILL");
      await ended;
    },
    pause: () => signal(child, "SIGSTOP"),
    resume: () => signal(child, "SIGCONT"),
    output: () => readFileSync(input.logFile, "utf8").slice(-4_000),
  };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.exitCode === null && child.signalCode === null) child.kill(name);
}

/** The worker as it is in the sources now, in one file beside our packages. Bundled once a process. */
export function bundleWorker(): Promise<string> {
  bundled ??= (async () => {
    const folder = join(process.cwd(), ".data/faults");
    mkdirSync(folder, { recursive: true });
    const outfile = join(folder, `worker-${process.pid}.mjs`);
    await build({
      entryPoints: ["worker/main.ts"],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      sourcemap: "inline",
      logLevel: "silent",
    });
    return outfile;
  })();
  return bundled;
}
let bundled: Promise<string> | undefined;

export type RedisServer = {
  readonly url: string;
  /** `kill -9`: everything that it held is gone. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>;
  flush(): Promise<void>;
};

/** A Redis of our own that keeps nothing on disk. */
export async function startRedis(program: string, folder: string): Promise<RedisServer> {
  const port = await randomFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = [
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    folder,
  ];
  const start = () =>
    startProgram({ command: [program, ...args], env: {}, logFile: join(folder, "redis.log") });
  let server = start();
  await answers(url);
  return {
    url,
    kill: () => server.kill(),
    async restart() {
      await server.kill();
      server = start();
      await answers(url);
    },
    flush: () => withRedis(url, (redis) => redis.flushall()).then(() => undefined),
  };
}

function answers(url: string): Promise<unknown> {
  return until("Redis to answer", 10_000, () => withRedis(url, (redis) => redis.ping()));
}

async function withRedis<T>(url: string, run: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return await run(redis);
  } finally {
    redis.disconnect();
  }
}
