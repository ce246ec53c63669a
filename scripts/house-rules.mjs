import fs from "node:fs";
import path from "node:path";
import { root } from "./install.mjs";
import { missingPlatforms } from "./lock-platforms.mjs";

const sourceFolders = ["app", "components", "server", "worker", "bench", "e2e", "scripts", "messages", "bin"];
const hidingNames = /^(utils?|helpers?|common|misc|shared|lib|core|types|constants)(\.|$)/;
const linesMost = { source: 300, test: 400 };
/** Leaves with every pack and must need no other file. */
const standsAlone = "server/domain/audit/pack/verificar.mjs";

/** Rules of ARCHITECTURE.md that no other tool checks. Each answers with what breaks it, a line each. */
export const houseRules = {
  /** A function without a home is missing a noun. */
  "nomes que escondem": () =>
    sources().filter((file) => file.split("/").some((part) => hidingNames.test(part))),

  "arquivos longos": () =>
    sources()
      .filter((file) => file !== standsAlone)
      .map((file) => ({ file, lines: read(file).split("\n").length - 1 }))
      .map((entry) => ({
        ...entry,
        most: /\.test\.tsx?$/.test(entry.file) ? linesMost.test : linesMost.source,
      }))
      .filter(({ lines, most }) => lines > most)
      .map(({ file, lines, most }) => `${file}: ${lines} linhas (no máximo ${most})`),

  /** The environment is read, and validated, in one place; the sandbox is a program apart. */
  "process.env": () =>
    sources()
      .filter((file) => /^(app|components|server|worker|messages)\//.test(file))
      .filter(
        (file) =>
          !/^server\/infra\/env\.ts$|^server\/sandbox\/main\.ts$|^server\/testing\/|\.test\.tsx?$/.test(file),
      )
      .filter((file) => /\bprocess\.env\b(?!\.(NODE_ENV|NEXT_RUNTIME)\b)/.test(withoutComments(read(file))))
      .map((file) => `${file}: lê process.env fora de server/infra/env.ts`),

  "sem Server Actions": () => sources().filter((file) => /^\s*["']use server["']/m.test(read(file))),

  /** Without them `npm ci` refuses the lock file: `node scripts/lock-platforms.mjs` adds them. */
  "package-lock inteiro": missingPlatforms,

  "caminhos nos documentos": () =>
    documents().flatMap((file) => deadPaths(file).map((dead) => `${file}: ${dead} não existe`)),
};

function deadPaths(file) {
  const text = read(file).replace(/^```[\s\S]*?^```/gm, "");
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, token]) => token.replace(/:\d+$/, ""))
    .filter((token) =>
      /^(app|components|server|worker|prisma|e2e|bench|docs|public|scripts|bin|messages|\.ci)\/[\w./[\]()@-]*$/.test(
        token,
      ),
    )
    .filter((token) => !exists(token));
  const linked = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target.split("#")[0])
    .filter((target) => target && !/^[a-z]+:/.test(target))
    .filter((target) => !exists(path.join(path.dirname(file), target)));
  return [...quoted, ...linked];
}

function documents() {
  const own = fs.readdirSync(root).filter((name) => name.endsWith(".md"));
  return [...own, ...list("docs").filter((name) => name.endsWith(".md"))];
}

function sources() {
  return sourceFolders.flatMap(list).filter((file) => /\.(tsx?|mjs|js|cjs)$/.test(file));
}

function list(folder) {
  if (!exists(folder)) return [];
  const entries = fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

function exists(file) {
  return fs.existsSync(path.join(root, file));
}

function read(file) {
  return fs.readFileSync(path.join(root, file), "utf8");
}
