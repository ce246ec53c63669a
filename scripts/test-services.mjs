import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { joinPostgres, stopRunningPostgres } from "./embedded-postgres.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dir = path.join(root, ".data/test-postgres");

/**
 * The owner's URL of a PostgreSQL for tests: `TEST_DATABASE_OWNER_URL` when set (as `npm test` does),
 * else a server of our own at `.data/test-postgres`, which goes on running for the next run.
 * `node scripts/test-services.mjs stop` ends it.
 */
export async function ensurePostgres() {
  if (process.env.TEST_DATABASE_OWNER_URL) return process.env.TEST_DATABASE_OWNER_URL;
  return joinPostgres({ dir, outlive: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv[2] === "stop") await stopRunningPostgres(dir);
  else console.log(await ensurePostgres());
}
