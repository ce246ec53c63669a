import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./install.mjs";
import { fillEnvironment } from "./local-environment.mjs";
import { nextFreePort } from "./ports.mjs";

/** Parts that need no database of ours: the bench brings its own. */
const standsAlone = new Set(["sandbox", "generate", "bench"]);

/**
 * Runs one part in this process: `run("worker", ["--filas", "ledger"])`. What the environment leaves unset
 * comes from `.data/` (see `fillEnvironment`). `npm run build` comes first.
 */
export async function run(part, args) {
  if (part === "web") return runWeb(args);
  const program = path.join(root, "dist", `${part}.mjs`);
  if (!fs.existsSync(program)) fail(`${part} ainda não foi compilado: rode npm run build`);
  const isHelp = part === "lastro" && /^(ajuda|-h|--help|--ajuda)?$/.test(args[0] ?? "");
  if (!standsAlone.has(part) && !isHelp) await fillEnvironment();
  process.argv = [process.execPath, program, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(program).href);
}

async function runWeb(args) {
  if (!fs.existsSync(path.join(root, ".next/BUILD_ID")))
    fail("as telas ainda não foram compiladas: rode npm run build");
  const { env } = process;
  await fillEnvironment(env);
  const port = await nextFreePort(Number(env.PORT || 3000));
  Object.assign(env, webEnvironment(env, port));
  const program = path.join(root, "node_modules/next/dist/bin/next");
  process.argv = [process.execPath, program, ...webArguments(env, port), ...args];
  await import(pathToFileURL(program).href);
}

/** Without a public address the web listens on this machine alone. */
export function webArguments(env, port) {
  return ["start", root, "--port", `${port}`, "--hostname", env.PUBLIC_URL ? "0.0.0.0" : "127.0.0.1"];
}

export function webEnvironment(env, port) {
  const address = env.PUBLIC_URL || `http://localhost:${port}`;
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: `${port}`,
    NEXTAUTH_URL: env.NEXTAUTH_URL || address,
  };
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [part, ...args] = process.argv.slice(2);
  await run(part, args).catch((error) => fail(error.message));
}
