import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../scripts/install.mjs";
import { forget } from "../scripts/postgres-files.mjs";
import { isAlive } from "../scripts/processes.mjs";
import { type DatabaseServer, openDatabaseServer } from "./database-server";
import { measureEndToEnd } from "./end-to-end";
import { measureExecution } from "./execution";
import { describeMachine } from "./machine";
import { type Options, type Part, readOptions, UsageError } from "./options";
import { type Line, renderMarkdown, renderText } from "./report";
import { measureVolume } from "./volume";

const measures: Record<Part, (server: DatabaseServer, options: Options) => Promise<Line[]>> = {
  "10k": measureEndToEnd,
  execucao: measureExecution,
  "1m": measureVolume,
};

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  process.chdir(root);
  forgetInterrupted();
  const server = await openDatabaseServer();
  const machine = describeMachine(server.version);
  const lines: Line[] = [];
  try {
    for (const part of options.parts) {
      process.stderr.write(`medindo ${part}\n`);
      const measured = await measures[part](server, options);
      lines.push(...measured);
      if (!options.isJson) process.stdout.write(`${renderText(measured)}\n\n`);
    }
  } finally {
    await server.stop();
    rmSync(path.join(root, `.data/bench-${process.pid}`), { recursive: true, force: true });
  }
  const date = new Date().toISOString().slice(0, 16).replace("T", " ");
  const run = {
    machine,
    date: `${date} UTC`,
    command: ["npm run bench", ...(args.length ? ["--", ...args] : [])].join(" "),
    lines,
  };
  if (options.isJson) process.stdout.write(`${JSON.stringify(run, null, 2)}\n`);
  keep(run, options);
}

/** Only a whole run replaces the page; parts and smoke runs are kept beside it, out of the repository. */
function keep(run: Parameters<typeof renderMarkdown>[0], options: Options): void {
  const isWhole = !options.isQuick && options.parts.length === Object.keys(measures).length;
  const file = isWhole ? "docs/benchmarks.md" : ".data/benchmarks.md";
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `# Medições\n\n${introduction}\n\n${renderMarkdown(run)}`);
  process.stderr.write(`escrito em ${file}\n`);
}
const introduction =
  "A última execução completa de `npm run bench`, que escreve esta página. Tempos dependem da máquina; as razões são " +
  "medidas lado a lado na mesma execução.";

/** What a bench that was interrupted left behind. */
function forgetInterrupted(): void {
  const dataDir = path.join(root, ".data");
  mkdirSync(dataDir, { recursive: true });
  for (const name of readdirSync(dataDir)) {
    const match = /^bench-(postgres-)?(\d+)$/.exec(name);
    if (!match || isAlive(Number(match[2]))) continue;
    if (match[1]) forget(path.join(dataDir, name));
    else rmSync(path.join(dataDir, name), { recursive: true, force: true });
  }
}

process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

try {
  await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`bench: ${isUsage ? (error as Error).message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = 2;
}
