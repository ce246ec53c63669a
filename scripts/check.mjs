import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { houseRules } from "./house-rules.mjs";
import { root } from "./install.mjs";
import { done, duration, failed } from "./say.mjs";
import { runStep } from "./step.mjs";

const tool = (file) => [process.execPath, path.join(root, "node_modules", file)];
const cruised = ["app", "components", "server", "worker", "bench", "e2e", "messages"];

const tools = {
  biome: () =>
    run("biome", [...tool("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "--colors=off"]),
  tsc: () => run("tsc", [...tool("typescript/bin/tsc"), "--noEmit", "-p", root]),
  "dependency-cruiser": cruise,
  knip: () => run("knip", [...tool("knip/bin/knip.js"), "--no-progress", "--no-config-hints"]),
};

/** Runs every check; resolves with one result each, `problem` empty when it holds. */
export async function runChecks({ onResult = () => {} } = {}) {
  await build({ web: false, programs: false });
  declareNext();
  const results = [];
  const checks = {
    ...tools,
    ...Object.fromEntries(Object.entries(houseRules).map(([name, rule]) => [name, () => rule().join("\n")])),
  };
  for (const [name, check] of Object.entries(checks)) {
    const startedAt = Date.now();
    const problem = await Promise.resolve()
      .then(check)
      .catch((error) => error.message);
    const result = { name, problem, ms: Date.now() - startedAt };
    results.push(result);
    onResult(result);
  }
  return results;
}

/** With a TypeScript that it does not know, dependency-cruiser finds no module and is silently green. */
async function cruise() {
  const folders = cruised.filter((folder) => fs.existsSync(path.join(root, folder)));
  const command = [
    ...tool("dependency-cruiser/bin/dependency-cruise.mjs"),
    "--config",
    ".dependency-cruiser.cjs",
  ];
  const answer = await runStep("dependency-cruiser", [...command, "--output-type", "json", ...folders], {
    capture: true,
  }).catch((error) => {
    if (!error.stdout) throw error;
    return error.stdout;
  });
  const { summary } = JSON.parse(answer);
  if (summary.totalCruised < 100)
    return `só ${summary.totalCruised} módulos foram vistos: a regra não está valendo`;
  return summary.violations
    .filter(({ rule }) => rule.severity === "error")
    .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
    .join("\n");
}

async function run(name, command) {
  await runStep(name, command, { capture: true }).catch((error) => {
    throw new Error(`${error.stdout}\n${error.message}`.trim());
  });
  return "";
}

/** What `next build` writes and a fresh clone lacks; the types of the pages need it. */
function declareNext() {
  const file = path.join(root, "next-env.d.ts");
  if (!fs.existsSync(file))
    fs.writeFileSync(
      file,
      '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n',
    );
}

export function reportCheck({ name, problem, ms }) {
  if (problem)
    failed(
      `${name}\n${problem
        .split("\n")
        .map((line) => `      ${line}`)
        .join("\n")}`,
    );
  else done(name.padEnd(24), duration(ms));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const results = await runChecks({ onResult: reportCheck });
  const broken = results.filter(({ problem }) => problem);
  if (broken.length > 0) console.error(`\nNão passou: ${broken.map(({ name }) => name).join(", ")}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
