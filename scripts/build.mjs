import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./install.mjs";
import { takeLock } from "./processes.mjs";
import { runStep } from "./step.mjs";

/** Programs that run in plain Node.js, and where each begins. */
const entries = {
  worker: "worker/main.ts",
  sandbox: "server/sandbox/main.ts",
  spreadsheet: "server/gateways/spreadsheet/child-main.ts",
  migrate: "server/infra/migrate-main.ts",
  lastro: "server/cli/main.ts",
  bench: "bench/main.ts",
  generate: "bench/generate-main.ts",
};
const sourceFolders = ["app", "bench", "components", "messages", "prisma", "public", "server", "worker"];

/**
 * Brings `generated/`, `dist/` and `.next/` up to date with the sources. Each is stamped with the hash of
 * what it was made from, so that a second build does nothing.
 */
export async function build({ onStep = () => {}, web = true, programs = true } = {}) {
  fs.mkdirSync(path.join(root, ".data"), { recursive: true });
  const release = await takeLock(path.join(root, ".data/build.lock"));
  try {
    const files = listSources();
    const isSchema = (file) =>
      file.startsWith("prisma/schema/") || /^prisma\.config|^package-lock/.test(file);
    await unlessStamped("generated", hashFiles(files.filter(isSchema)), async () => {
      onStep("cliente do banco");
      await generateClient();
    });
    const problems = [];
    for (const make of [...(programs ? [buildPrograms] : []), ...(web ? [buildPages] : [])]) {
      await make(files, onStep).catch((error) => problems.push(error.message));
    }
    if (problems.length > 0) throw new Error(problems.join("\n"));
  } finally {
    release();
  }
}

async function buildPrograms(files, onStep) {
  const sources = files.filter((file) => !/\.test\.tsx?$|^(app|components|public)\//.test(file));
  await unlessStamped("dist", hashFiles(sources), async () => {
    onStep("programas");
    await bundle();
  });
}

async function buildPages(files, onStep) {
  const isOther =
    /\.test\.tsx?$|^worker\/|^bench\/|^server\/(sandbox|cli|testing)\/|^prisma\/migrations\/|\.md$/;
  await unlessStamped(".next", hashFiles(files.filter((file) => !isOther.test(file))), async () => {
    onStep("telas (até um minuto)");
    await runStep(
      "next-build",
      [process.execPath, path.join(root, "node_modules/next/dist/bin/next"), "build"],
      {
        env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      },
    );
  });
}

async function generateClient() {
  // `generate` never runs the schema engine but insists that it exists; its download may be refused.
  const environment = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
  };
  await runStep(
    "prisma-generate",
    [process.execPath, path.join(root, "node_modules/prisma/build/index.js"), "generate"],
    {
      env: environment,
    },
  );
}

/** One bundle a program; what does not build is named, and the others are still made. */
async function bundle() {
  const { build: esbuild, stop } = await import("esbuild");
  const bundles = Object.entries(entries).map(([out, input]) =>
    esbuild({
      absWorkingDir: root,
      entryPoints: [{ in: input, out }],
      outdir: "dist",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      sourcemap: true,
      logLevel: "silent",
    }),
  );
  const broken = (await Promise.allSettled(bundles)).flatMap(({ reason }) =>
    reason ? [reason.message] : [],
  );
  await stop();
  if (broken.length > 0) throw new Error(broken.join("\n"));
}

async function unlessStamped(folder, hash, make) {
  const stamp = path.join(root, folder, ".made-from");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === hash) return;
  fs.rmSync(stamp, { force: true });
  await make();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, hash);
}

/** Everything that something is built from; `next build` writes next-env.d.ts itself. */
function listSources() {
  const settings = fs
    .readdirSync(root)
    .filter(
      (name) => /\.(ts|js|json)$/.test(name) && !/^(next-env|biome|knip|vitest|playwright)\./.test(name),
    );
  const inFolders = sourceFolders.flatMap((folder) => {
    if (!fs.existsSync(path.join(root, folder))) return [];
    const entries = fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  });
  return [...settings, ...inFolders.filter((file) => !file.startsWith("public/samples/"))];
}

function hashFiles(files) {
  const hash = createHash("sha256").update(process.versions.node);
  for (const file of files.sort()) {
    hash.update(`\n${file}\n`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await build({
      onStep: (step) => console.log(`compilando: ${step}`),
      web: !process.argv.includes("--sem-telas"),
    });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
