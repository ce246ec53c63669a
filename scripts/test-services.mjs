import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findRunningPostgres, startPostgres, stopRunningPostgres } from "./embedded-postgres.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dir = path.join(root, ".data/test-postgres");

/**
 * The owner's URL of a PostgreSQL for tests: `TEST_DATABASE_OWNER_URL` when set (as `npm test` does),
 * else a server of our own at `.data/test-postgres`, which goes on running for the next run.
 * `node scripts/test-services.mjs stop` ends it.
 */
export async function ensurePostgres() {
  if (process.env.TEST_DATABASE_OWNER_URL) return process.env.TEST_DATABASE_OWNER_URL;
  const running = findRunningPostgres(dir);
  if (running) return running.url;
  return alone(async () => {
    const other = findRunningPostgres(dir);
    if (other) return other.url;
    const { url } = await startPostgres({ dir, outlive: true });
    return url;
  });
}

/** One process at a time starts it; a lock whose holder died is taken over. */
async function alone(run) {
  const lock = `${dir}.lock`;
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  for (let waited = 0; ; waited++) {
    try {
      fs.writeFileSync(lock, `${process.pid}`, { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isAlive(Number(fs.readFileSync(lock, "utf8"))) || waited > 600) fs.rmSync(lock, { force: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    return await run();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv[2] === "stop") await stopRunningPostgres(dir);
  else console.log(await ensurePostgres());
}
