import path from "node:path";
import { root } from "./install.mjs";
import { runStep } from "./step.mjs";

// `npm run faults -- --corridas 200 --semente 7`: as many seeded fault runs as wanted, on both queue backends.

const { parseArgs } = await import("node:util");
const { values } = parseArgs({
  options: { corridas: { type: "string", default: "100" }, semente: { type: "string" } },
});
const env = { ...process.env, FAULT_RUNS: values.corridas };
if (values.semente) env.FAULT_SEED = values.semente;
const { build } = await import("./build.mjs");
await build({ web: false });
const vitest = [
  process.execPath,
  path.join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  "--project",
  "faults",
];
await runStep("faults", vitest, { env, show: true }).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
