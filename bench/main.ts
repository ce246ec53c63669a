import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../scripts/install.mjs";
import { forget } from "../scripts/postgres-files.mjs";
import { isAlive } from "../scripts/processes.mjs";
import { measureAudit } from "./audit";
import { type DatabaseServer, openDatabaseServer } from "./database-server";
import { measureDecisions } from "./decisions";
import { measureEndToEnd } from "./end-to-end";
import { measureExecution } from "./execution";
import { measureLists } from "./lists";
import { describeMachine } from "./machine";
import { type Options, type Part, parts, readOptions, UsageError } from "./options";
import { measureProof } from "./proof";
import { type Line, type PartRun, renderMarkdown, renderText } from "./report";
import { measureScreens } from "./screens";
import { measureVolume } from "./volume";

const measures: Record<Part, (server: DatabaseServer, options: Options) => Promise<Line[]>> = {
  "10k": measureEndToEnd,
  execucao: measureExecution,
  "1m": measureVolume,
  listas: measureLists,
  auditoria: measureAudit,
  telas: measureScreens,
  prova: measureProof,
  decisoes: measureDecisions,
};

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  process.chdir(root);
  forgetInterrupted();
  const server = await openDatabaseServer();
  const runs: PartRun[] = [];
  try {
    for (const part of options.parts) {
      process.stderr.write(`medindo ${part}\n`);
      const machine = describeMachine(server.version);
      const date = `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`;
      const lines = await measures[part](server, options);
      runs.push({ part, machine, date, lines });
      if (!options.isJson) process.stdout.write(`${renderText(lines)}\n\n`);
      if (!options.isQuick) keep(runs);
    }
  } finally {
    await server.stop();
    rmSync(path.join(root, `.data/bench-${process.pid}`), { recursive: true, force: true });
  }
  if (options.isJson) process.stdout.write(`${JSON.stringify(runs, null, 2)}\n`);
}

/** Writes the page: a part measured now replaces what the page says of it, the others stay. */
function keep(runs: readonly PartRun[]): void {
  const kept = existsSync(page) ? readSections(readFileSync(page, "utf8")) : new Map<string, string>();
  for (const run of runs) kept.set(run.part, renderMarkdown(run));
  const sections = parts.flatMap((part) =>
    kept.has(part) ? [`## ${part}\n\n${kept.get(part)?.trim()}\n`] : [],
  );
  mkdirSync(path.dirname(page), { recursive: true });
  writeFileSync(page, `# Medições\n\n${introduction}\n\n${sections.join("\n")}`);
}
const page = "docs/benchmarks.md";
const introduction =
  "A última execução de cada parte de `npm run bench`, que escreve esta página. Tempos dependem da máquina e de quem " +
  "mais a usa; as razões são medidas lado a lado na mesma execução.";

function readSections(text: string): Map<string, string> {
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => [
      section.slice(0, section.indexOf("\n")).trim(),
      section.slice(section.indexOf("\n")),
    ]),
  );
}

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
