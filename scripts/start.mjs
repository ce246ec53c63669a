import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { installPackages, requireNode, root } from "./install.mjs";
import {
  hasOwnDatabase,
  postgresDir,
  rememberRunning,
  sessionSecret,
  startLock,
} from "./local-environment.mjs";
import { isPortFree, nextFreePort } from "./ports.mjs";
import { delay, holderOf, identify } from "./processes.mjs";
import { webArguments, webEnvironment } from "./run.mjs";
import { bold, dim, doing, done, duration, failed, warn } from "./say.mjs";
import { runStep, stopSteps } from "./step.mjs";
import { createSupervisor } from "./supervisor.mjs";

// `npm start`: everything that a fresh clone needs, to the printed address. Only Node's own modules may be
// imported above: packages are installed from here.

const startedAt = Date.now();
const logDir = path.join(root, ".data/logs");
const supervisor = createSupervisor({ logDir, report: (text) => failed(text) });
let database;
let stopping;

requireNode();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
process.stdout.on("error", () => {});
watchParent();

try {
  await start();
} catch (error) {
  if (!stopping) {
    failed(error.message);
    await stop(1);
  }
}

async function start() {
  console.log(`\n${bold("Lastro")} ${dim("· Ctrl-C encerra")}\n`);
  claimClone();
  const isFresh = await installPackages({
    onStart: () => doing("instalando pacotes (npm ci, cerca de um minuto)"),
  });
  done("pacotes", isFresh ? "instalados" : "");
  const { build } = await import("./build.mjs");
  const builtAt = Date.now();
  await build({ onStep: (step) => doing(`compilando: ${step}`) });
  done("compilação", Date.now() - builtAt > 2_000 ? duration(Date.now() - builtAt) : "");

  const env = { ...process.env, NODE_ENV: "production" };
  env.NEXTAUTH_SECRET ||= sessionSecret();
  env.STORAGE_DIR ||= path.join(root, ".data/files");
  env.AUDIT_KEY_FILE ||= path.join(root, ".data/auditoria/chave.pem");
  await prepareDatabase(env);
  env.PORT = `${await choosePort(env)}`;
  await startSandbox(env);
  const address = await startParts(env);
  await loadDemonstration(env);
  const readyIn = duration(Date.now() - startedAt);
  console.log(`\n  ${bold(`Abra ${address}`)}  ${dim(`pronto em ${readyIn}; registros em .data/logs`)}\n`);
}

function claimClone() {
  fs.mkdirSync(path.join(root, ".data"), { recursive: true });
  // Uploads lie in there; root's database runs as another user, who must pass through.
  fs.chmodSync(path.join(root, ".data"), process.getuid?.() === 0 ? 0o711 : 0o700);
  const other = holderOf(startLock);
  if (other && other !== process.pid)
    throw new Error(`o Lastro já está rodando nesta pasta (processo ${other})`);
  fs.writeFileSync(startLock, identify(process.pid));
}

async function prepareDatabase(env) {
  if (!hasOwnDatabase(env)) {
    const { startPostgres } = await import("./embedded-postgres.mjs");
    if (!fs.existsSync(`${postgresDir}.json`)) doing("criando o banco de dados");
    database = await startPostgres({
      dir: postgresDir,
      onExit: (code, signal) => void reviveDatabase(signal ?? code),
    });
    env.DATABASE_OWNER_URL = database.url;
    done("banco de dados", `PostgreSQL embutido na porta ${database.port}, dados em .data/postgres`);
    await migrate(env);
  } else if (env.DATABASE_OWNER_URL) {
    await migrate(env).catch((error) => {
      warn(
        `o banco de DATABASE_OWNER_URL não aceitou as migrações; nova tentativa a cada 5 s\n    ${error.message}`,
      );
      void migrateLater(env);
    });
  } else {
    done("banco de dados", "o de DATABASE_URL; sem DATABASE_OWNER_URL, as migrações ficam por sua conta");
  }
}

async function migrate(env) {
  const answer = await runStep("migrate", [process.execPath, "dist/migrate.mjs"], { env, capture: true });
  const { applied = [] } = JSON.parse(answer.trim().split("\n").at(-1) || "{}");
  done("migrações", applied.length > 0 ? `${applied.length} aplicadas` : "em dia");
}

async function migrateLater(env) {
  while (!stopping) {
    await delay(5_000);
    if (
      await migrate(env).then(
        () => true,
        () => false,
      )
    )
      return;
  }
}

async function reviveDatabase(outcome) {
  for (let waitMs = 1_000; !stopping; waitMs = Math.min(waitMs * 2, 15_000)) {
    failed(`banco de dados parou (${outcome}); reinicia em ${waitMs / 1_000} s`);
    await delay(waitMs);
    if (stopping) return;
    try {
      await database.restart();
      done("banco de dados", "no ar de novo");
      return;
    } catch (error) {
      failed(error.message);
    }
  }
}

/** The outside world is played by the sandbox as far as the environment does not name the real one. */
async function startSandbox(env) {
  if (env.ANBIMA_URL && env.SMTP_URL) return;
  const taken = new Set([Number(env.PORT)]);
  const port = await nextFreePort(Number(env.SANDBOX_PORT || 4010), { taken });
  const smtpPort = await nextFreePort(Number(env.SANDBOX_SMTP_PORT || 4025), {
    taken: taken.add(port),
  });
  const url = `http://127.0.0.1:${port}`;
  if (!env.ANBIMA_URL)
    Object.assign(env, {
      ANBIMA_URL: url,
      ANBIMA_CLIENT_ID: "lastro-sandbox",
      ANBIMA_CLIENT_SECRET: "lastro-sandbox",
      ANBIMA_NOTICE_AUTH: `anbima:${randomBytes(24).toString("base64url")}`,
      SANDBOX_NOTICE_URL: `http://127.0.0.1:${env.PORT}/api/v1/anbima/avisos`,
    });
  env.SMTP_URL ||= `smtp://127.0.0.1:${smtpPort}`;
  env.SANDBOX_URL = url;
  const part = supervisor.start({
    name: "sandbox",
    command: [process.execPath, "--enable-source-maps", "dist/sandbox.mjs"],
    cwd: root,
    env: { ...env, SANDBOX_PORT: `${port}`, SANDBOX_SMTP_PORT: `${smtpPort}` },
    readyUrl: `${url}/health`,
  });
  await supervisor.untilReady(part);
  done("sandbox", `${url} no lugar da ANBIMA e do correio`);
}

async function startParts(env) {
  const port = Number(env.PORT);
  const healthPort = await nextFreePort(Number(env.WORKER_HEALTH_PORT || 9464), { taken: new Set([port]) });
  const listen = webArguments(env, port);
  Object.assign(env, webEnvironment(env, port), { WORKER_HEALTH_PORT: `${healthPort}` });
  const address = env.PUBLIC_URL || `http://localhost:${port}`;
  // Profiles of one click are for this machine alone, unless LASTRO_DEMO asks for them.
  const hasProfiles = env.LASTRO_DEMO ? env.LASTRO_DEMO === "1" : Boolean(database) && !env.PUBLIC_URL;
  env.PUBLIC_URL ||= address;
  const common = { cwd: root, env };
  const worker = supervisor.start({
    ...common,
    name: "worker",
    command: [process.execPath, "--enable-source-maps", "dist/worker.mjs"],
    readyUrl: `http://127.0.0.1:${healthPort}/health`,
  });
  const web = supervisor.start({
    ...common,
    env: { ...env, LASTRO_DEMO: hasProfiles ? "1" : "0" },
    name: "web",
    command: [process.execPath, path.join(root, "node_modules/next/dist/bin/next"), ...listen],
    readyUrl: `http://127.0.0.1:${port}/api/health`,
  });
  await Promise.all([supervisor.untilReady(worker), supervisor.untilReady(web)]);
  const { ANBIMA_URL, ANBIMA_CLIENT_ID, ANBIMA_CLIENT_SECRET, SMTP_URL, SANDBOX_URL, PUBLIC_URL } = env;
  rememberRunning({ ANBIMA_URL, ANBIMA_CLIENT_ID, ANBIMA_CLIENT_SECRET, SMTP_URL, SANDBOX_URL, PUBLIC_URL });
  done("worker");
  done("web", address);
  return address;
}

async function choosePort(env) {
  const wanted = Number(env.PORT || 3000);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
    throw new Error(`PORT deve ser uma porta, não "${env.PORT}"`);
  if ((await isPortFree(wanted)) && (await isPortFree(wanted, "127.0.0.1"))) return wanted;
  const port = await nextFreePort(wanted + 1);
  warn(`a porta ${wanted} está ocupada; usando a ${port}`);
  return port;
}

/** Into our own database alone, unless LASTRO_DEMO says otherwise. */
async function loadDemonstration(env) {
  const isWanted = env.LASTRO_DEMO ? env.LASTRO_DEMO === "1" : Boolean(database);
  if (!isWanted) return;
  const command = [process.execPath, "--enable-source-maps", "dist/lastro.mjs", "demo", "carregar", "--json"];
  try {
    const answer = await runStep("demo", command, {
      env,
      capture: true,
      onTalk: (line) => doing(`demonstração: ${line}`),
    });
    const { loaded, users, durationMs } = JSON.parse(answer);
    done("demonstração", loaded ? `carregada pelo caminho real em ${duration(durationMs)}` : "já carregada");
    printUsers(users);
  } catch (error) {
    failed(`a demonstração não carregou: ${error.message}`);
  }
}

function printUsers(users = []) {
  if (users.length > 0) console.log(`\n  ${bold("Usuários da demonstração")}`);
  const width = Math.max(0, ...users.map(({ email }) => email.length));
  for (const { email, password, role } of users)
    console.log(`    ${email.padEnd(width)}  ${password}  ${dim(role)}`);
}

/** Ends what was started here and nothing else; the second Ctrl-C of an impatient person does it at once. */
async function stop(code) {
  if (stopping) {
    if (Date.now() - stopping > 1_500) process.exit(1); // the guards end what is left
    return;
  }
  stopping = Date.now();
  console.log(`\n  ${dim("encerrando…")}`);
  stopSteps();
  await supervisor.stop();
  await database?.stop();
  if (holderOf(startLock) === process.pid) fs.rmSync(startLock, { force: true });
  process.exit(code);
}

/** npm killed by `kill -9` passes no signal on; when it is gone, so are we. */
function watchParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stop(0);
  }, 1_000).unref();
}
