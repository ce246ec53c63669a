import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runStep } from "./step.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Ends the process with a plain sentence when this Node.js is older than package.json asks for. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`O Lastro precisa do Node.js 20.19 ou mais novo; este é o ${process.versions.node}.`);
  process.exit(2);
}

/**
 * Runs `npm ci` when node_modules is missing or is not what package-lock.json says. Install scripts
 * stay off: none is needed (the database's libraries are linked when it starts), some download.
 */
export async function installPackages({ onStart = () => {} } = {}) {
  if (isInstalled()) return false;
  onStart();
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  // A person's NODE_ENV=production must not leave out what the build needs.
  await runStep("npm-ci", [...npm, "ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"], {
    env: { ...process.env, NODE_ENV: "" },
  });
  linkCommand();
  return true;
}

/** Compares our lock file with the one that npm leaves in node_modules of what it really installed. */
function isInstalled() {
  const wanted = readPackages("package-lock.json");
  const present = readPackages("node_modules/.package-lock.json");
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === "" || entry.link) return true;
    const found = present[name];
    return found
      ? found.version === entry.version && found.integrity === entry.integrity
      : Boolean(entry.optional);
  });
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), "utf8")).packages;
  } catch {
    return null;
  }
}

/** So that `npx lastro` finds this clone's own command at once. */
function linkCommand() {
  const link = path.join(root, "node_modules/.bin/lastro");
  try {
    fs.symlinkSync("../../bin/lastro.mjs", link);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}
