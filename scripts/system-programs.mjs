import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root } from "./install.mjs";
import { runStep } from "./step.mjs";

const isRoot = process.getuid?.() === 0;
let isListFresh = false;

/**
 * A Chromium that runs: `CHROMIUM_PATH`, the system's, Playwright's own, else one that is installed now
 * (as root the Debian package, else Playwright's download).
 * @returns {Promise<{ path?: string, reason?: string }>} the reason when there is none
 */
export async function provideChromium({ onStep = () => {} } = {}) {
  const given = process.env.CHROMIUM_PATH;
  if (given) return works(given) ? { path: given } : { reason: `CHROMIUM_PATH=${given} não roda` };
  const found = firstOf(...browsers) ?? (await playwrightsOwn());
  if (found) return { path: found };
  const problem = await installBrowser(onStep);
  const installed = firstOf(...browsers);
  if (installed) return { path: installed };
  onStep("baixando o Chromium do Playwright");
  const cli = [
    process.execPath,
    path.join(root, "node_modules/@playwright/test/cli.js"),
    "install",
    "chromium",
  ];
  await runStep("playwright-install", cli, { timeoutMs: 240_000 }).catch(() => undefined);
  const downloaded = await playwrightsOwn();
  return downloaded
    ? { path: downloaded }
    : { reason: `sem Chromium: o download do Playwright falhou e ${problem}` };
}

/** What the tests want of Debian and is not there, as root and while other things are installed; failing is said later. */
export async function installSystemPrograms() {
  if (!isRoot) return;
  const { CHROMIUM_PATH, REDIS_SERVER_PATH } = process.env;
  const quietly = () => undefined;
  if (!CHROMIUM_PATH && !firstOf(...browsers)) await installBrowser(quietly);
  if (!REDIS_SERVER_PATH && !firstOf("redis-server")) await installPackage("redis-server", quietly);
}

/** The first costs half as much to run: it draws no window. */
const browsers = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

async function installBrowser(onStep) {
  const problem = await installPackage("chromium-headless-shell", onStep);
  return problem && (await installPackage("chromium", onStep));
}

/** A redis-server: `REDIS_SERVER_PATH`, the system's, else as root the Debian package installed now. */
export async function provideRedis({ onStep = () => {} } = {}) {
  const given = process.env.REDIS_SERVER_PATH;
  if (given) return works(given) ? { path: given } : { reason: `REDIS_SERVER_PATH=${given} não roda` };
  const found = firstOf("redis-server");
  if (found) return { path: found };
  const problem = await installPackage("redis-server", onStep);
  const installed = firstOf("redis-server");
  return installed ? { path: installed } : { reason: `sem redis-server: ${problem}` };
}

async function installPackage(name, onStep) {
  if (!isRoot) return `só root instala o pacote ${name}`;
  if (!firstOnPath("apt-get")) return `não há apt-get para instalar o pacote ${name}`;
  onStep(`instalando o pacote ${name}`);
  // Only the program is wanted: a package's service must not start by itself.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  try {
    if (!isListFresh) await runStep("apt-update", ["apt-get", "update"], { env, timeoutMs: 300_000 });
    isListFresh = true;
    await runStep(`apt-${name}`, ["apt-get", "install", "-y", "--no-install-recommends", name], {
      env,
      timeoutMs: 900_000,
    });
    return "";
  } catch (error) {
    return error.message;
  }
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return fs.existsSync(file) && works(file) ? file : undefined;
}

function firstOf(...names) {
  return names.map(firstOnPath).find((file) => file && works(file));
}

function firstOnPath(name) {
  const folders = [
    ...(process.env.PATH ?? "").split(path.delimiter),
    "/usr/bin",
    "/usr/local/bin",
    "/usr/sbin",
  ];
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** A browser without its libraries is there and does not run. */
function works(file) {
  return spawnSync(file, ["--version"], { timeout: 20_000 }).status === 0;
}
