import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./install.mjs";
import { runStep } from "./step.mjs";

// `npm run faults -- --execucoes 200 --semente 7 --fila redis`: as many seeded fault runs as wanted. Without a
// seed one is drawn and printed, without a queue both are run; what is too long for `npm test` runs here too.

const usage = "Uso: npm run faults -- [--execucoes N] [--semente S] [--fila redis|postgres]";

function readOptions() {
  const { values } = parseArgs({
    options: {
      execucoes: { type: "string", default: "100" },
      semente: { type: "string", default: `${Math.floor(Math.random() * 1_000_000_000)}` },
      fila: { type: "string" },
    },
  });
  const isWhole = (text) => /^\d{1,9}$/.test(text);
  const isQueue = values.fila === undefined || ["redis", "postgres"].includes(values.fila);
  if (!isWhole(values.execucoes) || !isWhole(values.semente) || !isQueue) throw new Error(usage);
  return values;
}

try {
  const { execucoes, semente, fila } = readOptions();
  console.log(`${execucoes} execuções a partir da semente ${semente}, fila ${fila ?? "redis e postgres"}`);
  const env = { ...process.env, FAULT_RUNS: execucoes, FAULT_SEED: semente, FAULT_QUEUE: fila ?? "" };
  const vitest = [process.execPath, path.join(root, "node_modules/vitest/vitest.mjs"), "run"];
  await runStep("faults", [...vitest, "--project", "faults"], { env, show: true });
} catch (error) {
  console.error(error.code?.startsWith?.("ERR_PARSE_ARGS") ? `${error.message}\n${usage}` : error.message);
  process.exitCode = 1;
}
