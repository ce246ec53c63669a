import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "./build.mjs";
import { root } from "./install.mjs";
import { randomFreePort } from "./ports.mjs";
import { webArguments, webEnvironment } from "./run.mjs";
import { runStep } from "./step.mjs";
import { createSupervisor } from "./supervisor.mjs";
import { provideChromium } from "./system-programs.mjs";
import { ensurePostgres } from "./test-services.mjs";

/**
 * Playwright's global setup: the built app with its worker and sandbox on free ports, over a database of
 * its own with the demonstration loaded. Specs find it by `E2E_BASE_URL` (also Playwright's baseURL),
 * `E2E_SANDBOX_URL`, `E2E_DATABASE_URL` and `E2E_USERS` (its people, as JSON); the returned function takes everything down.
 */
export default async function startStack() {
  const ownerUrl = await ensurePostgres();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lastro-e2e-"));
  const database = `e2e_${randomBytes(4).toString("hex")}`;
  await onServer(ownerUrl, `create database ${database}`);
  await build();

  const [webPort, healthPort, sandboxPort, smtpPort] = await distinctPorts(4);
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const env = {
    ...process.env,
    NODE_ENV: "production",
    LASTRO_DEMO: "1",
    LASTRO_GALLERY: "1",
    DATABASE_OWNER_URL: Object.assign(new URL(ownerUrl), { pathname: `/${database}` }).toString(),
    STORAGE_DIR: path.join(folder, "files"),
    AUDIT_KEY_FILE: path.join(folder, "auditoria/chave.pem"),
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    ANBIMA_URL: sandboxUrl,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    SANDBOX_URL: sandboxUrl,
    ANBIMA_NOTICE_AUTH: `anbima:${randomBytes(24).toString("base64url")}`,
    SANDBOX_NOTICE_URL: `http://127.0.0.1:${webPort}/api/v1/anbima/avisos`,
    SANDBOX_PORT: `${sandboxPort}`,
    SANDBOX_SMTP_PORT: `${smtpPort}`,
    WORKER_HEALTH_PORT: `${healthPort}`,
  };
  Object.assign(env, webEnvironment(env, webPort));
  const supervisor = createSupervisor({
    logDir: path.join(root, ".data/logs/e2e"),
    report: (text) => console.error(text),
  });
  const teardown = async () => {
    await supervisor.stop();
    await onServer(ownerUrl, `drop database if exists ${database} with (force)`);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    await bringUp({ supervisor, env, webPort, healthPort, sandboxUrl });
  } catch (error) {
    await teardown();
    throw error;
  }
  process.env.CHROMIUM_PATH ??= (await provideChromium()).path;
  process.env.E2E_BASE_URL = `http://localhost:${webPort}`;
  process.env.E2E_SANDBOX_URL = sandboxUrl;
  process.env.E2E_DATABASE_URL = env.DATABASE_OWNER_URL;
  return teardown;
}

async function bringUp({ supervisor, env, webPort, healthPort, sandboxUrl }) {
  await runStep("e2e-migrate", [process.execPath, "dist/migrate.mjs"], { env });
  const start = (name, command, readyUrl) =>
    supervisor.start({
      name,
      command: [process.execPath, "--enable-source-maps", ...command],
      env,
      cwd: root,
      readyUrl,
    });
  const parts = [
    start("sandbox", ["dist/sandbox.mjs"], `${sandboxUrl}/health`),
    start("worker", ["dist/worker.mjs"], `http://127.0.0.1:${healthPort}/health`),
    start(
      "web",
      [path.join(root, "node_modules/next/dist/bin/next"), ...webArguments({}, webPort)],
      `http://127.0.0.1:${webPort}/api/health`,
    ),
  ];
  await Promise.all(parts.map((part) => supervisor.untilReady(part)));
  const demo = [process.execPath, "dist/lastro.mjs", "demo", "carregar", "--json"];
  const answer = await runStep("e2e-demo", demo, { env, capture: true });
  process.env.E2E_USERS = JSON.stringify(JSON.parse(answer).users);
}

async function distinctPorts(count) {
  const ports = new Set();
  while (ports.size < count) ports.add(await randomFreePort());
  return [...ports];
}

async function onServer(ownerUrl, statement) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
