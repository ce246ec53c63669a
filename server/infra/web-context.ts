import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "#generated/prisma/client";
import type { Actor } from "#server/kernel/actor";
import type { Ctx, Sql, SqlRow, TransactionOptions, Tx } from "#server/kernel/context";
import type { Ports } from "#server/kernel/ports";
import { systemClock } from "./context";
import { scopeOf } from "./database";
import { databaseUrl, type Env, readEnv } from "./env";
import { createLog } from "./logger";
import { asPgError } from "./prisma-errors";
import { createPorts } from "./runtime";

/** A transaction of the web: also has Prisma's typed client, scoped by row-level security. */
export type WebTx = Tx & { readonly db: Prisma.TransactionClient };
export type WebCtx = Omit<Ctx, "transaction"> & {
  transaction<T>(run: (tx: WebTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
};

type Web = { env: Env; prisma: PrismaClient; ports: Ports; log: ReturnType<typeof createLog> };
// Next loads route modules several times; the process keeps one client.
const kept = globalThis as typeof globalThis & { lastroWeb?: Web };

export function web(): Web {
  kept.lastroWeb ??= openWeb();
  return kept.lastroWeb;
}

/** Whether what is shown is the demonstration's, not anybody's money. */
export const isDemo = (): boolean => web().env.LASTRO_DEMO === "1";

/** Whether the page with every component in every state is there. */
export const hasGallery = (): boolean => web().env.LASTRO_GALLERY === "1";

/** The credential that ANBIMA's notices come with, if this installation takes any. */
export const noticeAuth = (): string | undefined => web().env.ANBIMA_NOTICE_AUTH;

function openWeb(): Web {
  const env = readEnv();
  const adapter = new PrismaPg({
    connectionString: databaseUrl(env, "lastro_web"),
    max: 20,
    connectionTimeoutMillis: 5_000,
    application_name: "lastro-web",
  });
  const prisma = new PrismaClient({ adapter, log: [] });
  return { env, prisma, ports: createPorts(env), log: createLog("web", env.LOG_LEVEL) };
}

/**
 * The context of one web request. Every transaction, reads included, names the actor's funds for
 * row-level security before anything else runs in it.
 */
export function webCtx(actor: Actor, requestId: string = randomUUID()): WebCtx {
  const { prisma, ports, log } = web();
  const base = { actor, requestId, clock: systemClock, log, ports };
  return {
    ...base,
    transaction: (run, { isSnapshot = false, longestMs = 15_000 } = {}) =>
      prisma
        .$transaction(
          async (db) => {
            const sql = prismaSql(db);
            if (isSnapshot) await db.$executeRawUnsafe("set transaction read only");
            const [funds, person] = scopeOf(actor);
            const [row] = await sql<{ at: Date }>(
              "select now() as at, set_config('lastro.funds', $1, true) as funds, set_config('lastro.user', $2, true) as person",
              [funds, person],
            );
            const tx: WebTx = {
              ...base,
              at: row?.at ?? new Date(),
              sql,
              db,
              copy: refuseCopy,
              transaction: ((inner: (t: WebTx) => Promise<never>) => inner(tx)) as never,
            };
            return run(tx);
          },
          {
            maxWait: 5_000,
            timeout: longestMs,
            ...(isSnapshot && { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead }),
          },
        )
        .catch(rethrow),
  };
}

function prismaSql(db: Prisma.TransactionClient): Sql {
  return async <Row extends SqlRow>(text: string, params: readonly unknown[] = []) => {
    const rows = await db.$queryRawUnsafe<SqlRow[]>(text, ...params).catch(rethrow);
    for (const row of rows) {
      for (const key in row) {
        const value = row[key];
        if (Prisma.Decimal.isDecimal(value)) row[key] = String(value.toFixed());
        else if (value instanceof Uint8Array)
          row[key] = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      }
    }
    return rows as Row[];
  };
}

function rethrow(error: unknown): never {
  throw asPgError(error);
}

function refuseCopy(): never {
  throw new Error("COPY belongs to the worker");
}
