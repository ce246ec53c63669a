import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isPortFree, randomFreePort } from "./ports.mjs";
import { forget, locate, readState } from "./postgres-files.mjs";
import {
  delay,
  guard,
  holderOf,
  identify,
  isAlive,
  readText,
  signalProcess,
  takeLock,
} from "./processes.mjs";

const owner = "lastro_owner";
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 300,
  shared_buffers: "256MB",
  max_wal_size: "4GB",
  wal_compression: "on",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  timezone: "UTC",
  log_timezone: "UTC",
};

/**
 * Starts our own PostgreSQL with its data in `dir`, creating it the first time, and resolves when it
 * takes connections. Only 127.0.0.1 reaches it, with a password; it stops when this process dies.
 *
 * @param {object} options
 * @param {string} options.dir data folder; `<dir>.json` (port, password) and `<dir>.log` lie beside it
 * @param {(message: string) => void} [options.log]
 * @param {string} [options.database] created when missing
 * @param {Record<string, string | number>} [options.settings] server settings over ours
 * @param {boolean} [options.outlive] leave it running when this process ends
 * @param {(code: number | null, signal: string | null) => void} [options.onExit] it ended unasked
 * @returns {Promise<{ url: string, port: number, readonly pid: number, stop(options?: { immediate?: boolean }): Promise<void>, restart(): Promise<void> }>}
 */
export async function startPostgres(options) {
  const dir = path.resolve(options.dir);
  const log = options.log ?? (() => {});
  const place = locate(dir);
  await takeOver(place.data, dir, log);
  if (!fs.existsSync(path.join(place.data, "PG_VERSION"))) {
    log(`criando o banco de dados em ${place.data}`);
    createCluster(place);
  }
  const port = await choosePort(place.state.port);
  place.remember({ port });
  fs.writeFileSync(`${dir}.owner`, identify(process.pid));

  const server = { place, dir, port, options, child: null, watch: null, isStopping: false };
  await launch(server);
  const url = ownerUrl(port, place.state.password, options.database ?? "lastro");
  await createDatabase(port, place.state.password, options.database ?? "lastro");
  return {
    url,
    port,
    get pid() {
      return server.child.pid;
    },
    async stop({ immediate = false } = {}) {
      await stop(server, immediate);
      fs.rmSync(`${dir}.owner`, { force: true });
    },
    /** Stops it if it still runs, and starts it again on the same port (after a crash it recovers). */
    async restart() {
      await stop(server, true);
      await launch(server);
    },
  };
}

/** The owner's URL of the server that runs on `dir`, or null when none does. */
export function findRunningPostgres(dir, database = "lastro") {
  const state = readState(dir);
  if (!state?.port) return null;
  const pid = runningPid(state.data ?? dir);
  if (pid === null || !isReady(state.data ?? dir)) return null;
  return { url: ownerUrl(state.port, state.password, database), port: state.port, pid };
}

/**
 * The owner's URL of the server that runs on `dir`; when none does, one is started, by one process alone
 * however many ask at once.
 */
export async function joinPostgres({ dir, outlive = false }) {
  const running = findRunningPostgres(dir);
  if (running) return running.url;
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  const release = await takeLock(`${dir}.lock`);
  try {
    return (findRunningPostgres(dir) ?? (await startPostgres({ dir, outlive }))).url;
  } finally {
    release();
  }
}

/** Stops the server that runs on `dir`, whoever started it. */
export async function stopRunningPostgres(dir) {
  const pid = runningPid(readState(dir)?.data ?? dir);
  if (pid === null) return false;
  await endProcess(pid);
  return true;
}

export { forget as removePostgres };

async function takeOver(data, dir, log) {
  const pid = runningPid(data);
  if (pid === null) return;
  const ownerPid = holderOf(`${dir}.owner`);
  if (ownerPid) {
    throw new Error(
      `o PostgreSQL de ${dir} já está rodando (processo ${pid}), iniciado pelo processo ${ownerPid}`,
    );
  }
  log(`encerrando um PostgreSQL que ficou de uma execução interrompida (processo ${pid})`);
  await endProcess(pid);
}

/**
 * The postmaster that holds `data`, or null. A number in postmaster.pid that now belongs to some other
 * program is left from a crash, and would keep PostgreSQL from starting: the file goes.
 */
function runningPid(data) {
  const file = path.join(data, "postmaster.pid");
  const pid = Number((readText(file) ?? "").split("\n")[0]);
  if (!pid || !isAlive(pid)) return null;
  if (isPostmaster(pid, data)) return pid;
  fs.rmSync(file, { force: true });
  return null;
}

function isPostmaster(pid, data) {
  if (process.platform === "linux") {
    const command = readText(`/proc/${pid}/cmdline`) ?? "";
    return command.includes("postgres") && command.split("\0").includes(data);
  }
  const answer = spawnSync("ps", ["-o", "command=", "-p", `${pid}`], { encoding: "utf8" });
  return answer.stdout.includes("postgres") && answer.stdout.includes(data);
}

function isReady(data) {
  return /^ready\s*$/m.test(readText(path.join(data, "postmaster.pid")) ?? "");
}

function createCluster({ data, binaries, account, state }) {
  const draft = `${data}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  if (account) fs.chownSync(draft, account.uid, account.gid);
  const passwordFolder = fs.mkdtempSync(path.join(os.tmpdir(), "lastro-"));
  const passwordFile = path.join(passwordFolder, "password");
  fs.writeFileSync(passwordFile, state.password, { mode: 0o600 });
  if (account)
    for (const entry of [passwordFolder, passwordFile]) fs.chownSync(entry, account.uid, account.gid);
  const arguments_ = [
    "-D",
    draft,
    "-U",
    owner,
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
  ];
  arguments_.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--data-checksums");
  const environment = { ...account, cwd: "/", env: serverEnvironment(), encoding: "utf8" };
  const answer = spawnSync(path.join(binaries, "bin/initdb"), arguments_, environment);
  fs.rmSync(passwordFolder, { recursive: true });
  if (answer.status !== 0) {
    fs.rmSync(draft, { recursive: true, force: true });
    throw new Error(
      `initdb falhou (${answer.status ?? answer.error?.code}): ${answer.stderr}${answer.stdout}`,
    );
  }
  fs.renameSync(draft, data);
}

async function launch(server) {
  for (let attempt = 1; ; attempt++) {
    try {
      await launchOnce(server);
      return;
    } catch (error) {
      // The backends of a killed postmaster need a moment to notice; until then the new one refuses.
      if (attempt >= 50 || !/shared memory|is already running|lock file/.test(error.cause)) throw error;
      await delay(200);
    }
  }
}

async function launchOnce(server) {
  const { place, dir, port, options } = server;
  const logFile = `${dir}.log`;
  const before = fs.existsSync(logFile) ? fs.statSync(logFile).size : 0;
  const output = fs.openSync(logFile, before > 20_000_000 ? "w" : "a", 0o600);
  const config = Object.entries({ ...settings, ...options.settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  // Its own process group: a Ctrl-C in the terminal must not stop it before those who use it.
  const child = spawn(
    path.join(place.binaries, "bin/postgres"),
    ["-D", place.data, "-p", `${port}`, ...config],
    {
      ...place.account,
      cwd: "/",
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", output, output],
    },
  );
  fs.closeSync(output);
  server.child = child;
  server.isStopping = false;
  let isUp = false;
  child.on("error", () => {});
  child.once("exit", (code, signal) => {
    server.watch?.release();
    if (isUp && !server.isStopping) options.onExit?.(code, signal);
  });
  child.unref();
  if (!options.outlive) server.watch = guard(child.pid, { signal: "INT", graceMs: 30_000 });

  while (!isReadyFor(place.data, child.pid)) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      const log = (readText(logFile) ?? "").slice(before > 20_000_000 ? 0 : before).trim();
      throw new Error(
        `o PostgreSQL não iniciou (código ${child.exitCode ?? child.signalCode}):\n${log.slice(-1_500)}`,
        { cause: log },
      );
    }
    await delay(20);
  }
  isUp = true;
}

function isReadyFor(data, pid) {
  return Number((readText(path.join(data, "postmaster.pid")) ?? "").split("\n")[0]) === pid && isReady(data);
}

async function stop(server, immediate) {
  server.isStopping = true;
  const { child } = server;
  if (child.exitCode === null && child.signalCode === null) await endProcess(child.pid, immediate);
  server.watch?.release();
}

/** Fast shutdown; immediate when that takes too long. */
async function endProcess(pid, immediate = false) {
  for (const [signal, patienceMs] of immediate
    ? [
        ["SIGQUIT", 10_000],
        ["SIGKILL", 5_000],
      ]
    : [
        ["SIGINT", 30_000],
        ["SIGQUIT", 10_000],
      ]) {
    if (!signalProcess(pid, signal)) return;
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return;
      await delay(20);
    }
  }
}

async function createDatabase(port, password, database) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: ownerUrl(port, password, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

async function choosePort(remembered) {
  if (remembered && (await isPortFree(remembered, "127.0.0.1"))) return remembered;
  return randomFreePort();
}

function ownerUrl(port, password, database) {
  return `postgresql://${owner}:${password}@127.0.0.1:${port}/${database}`;
}

function serverEnvironment() {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}
