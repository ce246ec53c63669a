import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./install.mjs";

const lockFile = path.join(root, "package-lock.json");
const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "x64",
  "wasm32",
];

/**
 * Optional packages of other platforms that package-lock.json lacks. A registry that does not carry them
 * makes `npm install` leave them out, and then `npm ci` refuses the lock file everywhere.
 */
export function missingPlatforms() {
  return findMissing(JSON.parse(fs.readFileSync(lockFile, "utf8")).packages).map(({ name }) => name);
}

function findMissing(packages) {
  return Object.entries(packages).flatMap(([place, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, place, name))
      .map(([name, version]) => ({ name, version, parent: entry })),
  );
}

function isLocked(packages, place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
    if (packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

/** Adds them, as npm would have from a registry that has them, less their checksums. */
function completeLock() {
  const lock = JSON.parse(fs.readFileSync(lockFile, "utf8"));
  const missing = findMissing(lock.packages);
  for (const { name, version, parent } of missing) {
    if (!/^\d/.test(version)) throw new Error(`${name}: ${version} não é uma versão exata`);
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...pick(parent), optional: true };
  }
  const [self, ...others] = Object.entries(lock.packages);
  lock.packages = Object.fromEntries([self, ...others.sort(([a], [b]) => a.localeCompare(b, "en"))]);
  fs.writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  return missing.length;
}

function pick({ dev, devOptional }) {
  return { ...(dev && { dev }), ...(devOptional && { devOptional }) };
}

function platformOf(name) {
  const words = name.replace("windows", "win32").split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) =>
    words.some((word) => word === processor || word === `${processor}gc` || word === `${processor}le`),
  );
  const libc = words.some((word) => word.startsWith("musl")) ? ["musl"] : [];
  return { ...(cpu.length > 0 && { cpu }), ...(libc.length > 0 && { libc }), ...(os.length > 0 && { os }) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  console.log(`package-lock.json: ${completeLock()} pacotes de outras plataformas acrescentados`);
}
