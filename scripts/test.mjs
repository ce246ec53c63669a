import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { installPackages, requireNode, root } from "./install.mjs";
import { randomFreePort } from "./ports.mjs";
import { guard } from "./processes.mjs";
import { bold, dim, doing, done, duration, failed, warn } from "./say.mjs";
import { runStep, stopSteps } from "./step.mjs";

// `npm test`: brings up a throw-away database, queue and browser, runs every check and test, and ends with
// the line `N passed, N failed`. Only Node's own modules may be imported above.

const startedAt = Date.now();
const mustHaveAll = process.getuid?.() === 0 || Boolean(process.env.CI);
const counts = { passed: 0, failed: 0, skipped: 0 };
const reasons = [];
const broken = []; // what failed and how, told once more at the end: whoever sees only that has it too
const repeated = []; // passed only at a second try
const cleaners = [];
let isStopping = false;

requireNode();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void finish("interrompido"));

try {
  await main();
  await finish();
} catch (error) {
  await finish(error.message);
}

async function main() {
  const { installSystemPrograms } = await import("./system-programs.mjs");
  const [isFresh] = await Promise.all([
    installPackages({ onStart: () => doing("instalando pacotes (npm ci)") }),
    installSystemPrograms(),
  ]);
  if (isFresh) done("pacotes", "instalados");
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "lastro-test-"));
  fs.chmodSync(scratch, 0o711);
  cleaners.push(() => fs.rmSync(scratch, { recursive: true, force: true }));
  const env = await bringUp(scratch);
  const { build } = await import("./build.mjs");
  const { runChecks, reportCheck } = await import("./check.mjs");
  console.log(`\n${bold("Conferências")}`);
  await runChecks({
    onResult: (result) => {
      reportCheck(result);
      if (result.problem) fail(`conferência ${result.name}`, result.problem);
      else counts.passed++;
    },
  });
  console.log(`\n${bold("Compilação")}`);
  const buildProblem = await build({ onStep: (step) => doing(`compilando: ${step}`) }).then(
    () => "",
    (error) => error.message,
  );
  if (buildProblem) {
    fail("compilação", buildProblem);
    failed(buildProblem);
  } else {
    counts.passed++;
    done("compilação");
  }
  await runVitest(env, path.join(scratch, "vitest.json"));
  if (!buildProblem) await runPlaywright(env, path.join(scratch, "playwright.json"));
}

async function bringUp(scratch) {
  const { provideChromium, provideRedis } = await import("./system-programs.mjs");
  const { removePostgres, startPostgres } = await import("./embedded-postgres.mjs");
  const env = withoutSettings(process.env);
  env.TMPDIR = scratch; // whatever a test leaves goes with it
  env.LASTRO_TEST_RUN = "1"; // tests that need the built app and root run only here
  const chromium = await provideChromium({ onStep: doing });
  if (chromium.path) env.CHROMIUM_PATH = chromium.path;
  else missing("testes de navegador", chromium.reason);
  const redis = await provideRedis({ onStep: doing });
  if (redis.path) env.TEST_REDIS_URL = await startRedis(redis.path, scratch);
  else missing("testes com Redis", redis.reason);
  const dir = path.join(scratch, "postgres");
  const postgres = await startPostgres({ dir, settings: { max_connections: 300 } });
  cleaners.unshift(async () => {
    await postgres.stop({ immediate: true });
    removePostgres(dir);
  });
  env.TEST_DATABASE_OWNER_URL = postgres.url;
  done("navegador", chromium.path ?? "não há");
  done("fila", env.TEST_REDIS_URL ?? "não há Redis");
  done("banco", `PostgreSQL descartável na porta ${postgres.port}`);
  return env;
}

/** Tests never touch what a person's environment points at. */
function withoutSettings(env) {
  const ours =
    /^(DATABASE_|WORKER_|REDIS_URL|STORAGE_DIR|ANBIMA_|SMTP_|SANDBOX_|BACEN_|BANK_|CNPJ_|CUSTOMERS_|NEXTAUTH_|PUBLIC_URL|PORT$|AUDIT_|JOB_|LASTRO_|LOG_LEVEL|NODE_ENV|npm_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}

async function startRedis(program, scratch) {
  const port = await randomFreePort();
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
    scratch,
  ];
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  const watch = guard(child.pid, { graceMs: 2_000 });
  cleaners.unshift(() => {
    child.kill("SIGKILL");
    watch.release();
  });
  return `redis://127.0.0.1:${port}`;
}

async function runVitest(env, output) {
  console.log(`\n${bold("Testes")}`);
  const command = [process.execPath, path.join(root, "node_modules/vitest/vitest.mjs"), "run"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${output}`];
  const problem = await attempt("vitest", [...command, ...reporters], env);
  const report = readReport(output);
  if (report) {
    const brokenFiles = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    );
    add(
      report.numPassedTests,
      report.numFailedTests + brokenFiles.length,
      report.numPendingTests + report.numTodoTests,
    );
    for (const file of report.testResults) {
      const where = path.relative(root, file.name);
      if (brokenFiles.includes(file)) broken.push({ name: where, why: file.message });
      for (const test of file.assertionResults)
        if (test.status === "failed")
          broken.push({ name: `${where} › ${test.fullName}`, why: test.failureMessages.join("\n") });
    }
    if (problem && report.numFailedTests + brokenFiles.length === 0) fail("vitest", problem);
  } else fail("vitest", problem || "sem relatório");
  if (problem) failed(problem);
}

async function runPlaywright(env, output) {
  console.log(`\n${bold("Navegador")}`);
  if (!env.CHROMIUM_PATH) return;
  const command = [process.execPath, path.join(root, "node_modules/@playwright/test/cli.js"), "test"];
  const problem = await attempt("playwright", command, { ...env, PLAYWRIGHT_JSON_REPORT: output });
  const report = readReport(output);
  const stats = report?.stats;
  if (stats) add(stats.expected + stats.flaky, stats.unexpected, stats.skipped);
  for (const { file, title, tests } of specsOf(report?.suites)) {
    const why = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map((e) => e.message)));
    const name = `e2e/${file} › ${title}`;
    if (tests.some(({ status }) => status === "unexpected")) broken.push({ name, why: why.join("\n") });
    else if (tests.some(({ status }) => status === "flaky")) repeated.push({ name, why: why.join("\n") });
  }
  if (problem && !stats?.unexpected) fail("playwright", problem);
  if (problem) failed(problem);
}

function specsOf(suites = []) {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites)]);
}

async function attempt(name, command, env) {
  try {
    await runStep(name, command, { env, show: true });
    return "";
  } catch (error) {
    return error.message;
  }
}

function missing(what, reason) {
  reasons.push(`${what}: ${reason}`);
  if (mustHaveAll) add(0, 1, 0);
  else add(0, 0, 1);
}

/** One thing that failed, beside the tests that a report counts. */
function fail(name, why) {
  counts.failed++;
  broken.push({ name, why });
}

function add(passed, failures, skipped) {
  counts.passed += passed;
  counts.failed += failures;
  counts.skipped += skipped;
}

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Ends what was brought up and says how it went; the closing line stands alone and last. */
async function finish(problem) {
  if (isStopping) return;
  isStopping = true;
  stopSteps();
  for (const clean of cleaners)
    await Promise.resolve()
      .then(clean)
      .catch((error) => warn(error.message));
  if (problem) {
    failed(problem);
    counts.failed++;
  }
  console.log("");
  for (const reason of reasons)
    (mustHaveAll ? failed : warn)(`${mustHaveAll ? "faltou" : "pulado"}: ${reason}`);
  for (const { name, why } of repeated) warn(`passou só na segunda vez: ${name}\n${excerpt(why)}`);
  for (const { name, why } of broken) failed(`${name}\n${excerpt(why)}`);
  console.log(dim(`  ${duration(Date.now() - startedAt)}`));
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`, () =>
    process.exit(counts.failed > 0 ? 1 : 0),
  );
}

function excerpt(text) {
  const lines = stripVTControlCharacters(text ?? "")
    .trim()
    .split("\n");
  return lines
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 240)}`)
    .join("\n");
}
