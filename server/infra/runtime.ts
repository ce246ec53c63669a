import { createAnbima } from "#server/gateways/anbima/index";
import { createMailer } from "#server/gateways/mailer/index";
import { createSpreadsheets } from "#server/gateways/spreadsheet/index";
import { createLocalStorage } from "#server/gateways/storage/index";
import type { Ports } from "#server/kernel/ports";
import { type Runtime, systemClock } from "./context";
import { openPool } from "./database";
import { databaseUrl, type Env, readEnv, siteSecret, siteUrl, storageDir } from "./env";
import { createLog } from "./logger";
import { createVault } from "./vault";

/** Built beside the other programs, which all start at the root. */
const spreadsheetProgram = "dist/spreadsheet.mjs";

/** The outside world as this environment names it. */
export function createPorts(env: Env): Ports {
  return {
    priceSource: createAnbima({
      baseUrl: env.ANBIMA_URL,
      clientId: env.ANBIMA_CLIENT_ID,
      clientSecret: env.ANBIMA_CLIENT_SECRET,
      timeoutMs: env.ANBIMA_TIMEOUT_MS,
    }),
    mailer: createMailer({ url: env.SMTP_URL, from: env.MAIL_FROM }),
    storage: createLocalStorage({ dir: storageDir(env) }),
    vault: createVault(siteSecret(env)),
    siteUrl: siteUrl(env),
    unconfirmedDays: env.IMPORT_EXPIRY_DAYS,
    spreadsheets: createSpreadsheets({ program: spreadsheetProgram }),
  };
}

/** What a worker or the command line runs on: the worker's database role and the real ports. */
export function openRuntime(part: string): { env: Env; runtime: Runtime; close(): Promise<void> } {
  const env = readEnv();
  const pool = openPool(databaseUrl(env, "lastro_worker"), { max: 14, applicationName: `lastro-${part}` });
  const runtime: Runtime = {
    pool,
    log: createLog(part, env.LOG_LEVEL),
    ports: createPorts(env),
    clock: systemClock,
  };
  return { env, runtime, close: () => pool.end() };
}
