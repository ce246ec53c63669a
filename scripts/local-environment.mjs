import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { joinPostgres } from "./embedded-postgres.mjs";
import { root } from "./install.mjs";
import { writePrivate } from "./postgres-files.mjs";
import { holderOf, readText } from "./processes.mjs";

export const dataDir = path.join(root, ".data");
export const postgresDir = path.join(dataDir, "postgres");
export const startLock = path.join(dataDir, "start.pid");
const runningFile = path.join(dataDir, "running.json");

/** Whether the environment names a database of its own. */
export function hasOwnDatabase(env = process.env) {
  return Boolean(env.DATABASE_OWNER_URL || env.DATABASE_URL);
}

/** The secret that signs sessions, made once per clone. */
export function sessionSecret() {
  const file = path.join(dataDir, "secret");
  const kept = readText(file)?.trim();
  if (kept) return kept;
  const made = randomBytes(32).toString("base64url");
  fs.mkdirSync(dataDir, { recursive: true });
  writePrivate(file, `${made}\n`);
  return made;
}

/** Tells the command line and parts started alone where `npm start` put its parts. */
export function rememberRunning(parts) {
  writePrivate(runningFile, `${JSON.stringify(parts, null, 2)}\n`);
}

/**
 * Fills what the environment leaves unset, for one part started alone: the embedded database (the one
 * that `npm start` runs, else one for as long as this process lives), the sandbox, the secret.
 */
export async function fillEnvironment(env = process.env) {
  if (!hasOwnDatabase(env)) env.DATABASE_OWNER_URL = await joinPostgres({ dir: postgresDir });
  env.NEXTAUTH_SECRET ||= sessionSecret();
  env.STORAGE_DIR ||= path.join(dataDir, "files");
  env.AUDIT_KEY_FILE ||= path.join(dataDir, "auditoria/chave.pem");
  if (holderOf(startLock) === null) return env;
  for (const [name, value] of Object.entries(JSON.parse(readText(runningFile) ?? "{}"))) env[name] ||= value;
  return env;
}
