import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Actor } from "#server/kernel/actor";
import type { CopyRow, Sql, SqlRow, TransactionOptions } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

const { builtins } = pg.types;
/** int8 → bigint, date → `YYYY-MM-DD`; numeric stays text, instants become Date. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === builtins.INT8) return (text: string) => BigInt(text);
    if (oid === builtins.DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as "text") as never;
  },
} as pg.CustomTypesConfig;

export type PoolOptions = { max: number; applicationName: string; connectTimeoutMs?: number };

/** A pool that survives the database going away: a broken idle client is dropped, the next call connects anew. */
export function openPool(connectionString: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: options.max,
    types,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

export function clientSql(client: pg.ClientBase): Sql {
  return async <Row extends SqlRow>(text: string, params?: readonly unknown[]) => {
    const result = await client.query({ name: statementName(text), text, values: params as unknown[] });
    return result.rows as Row[];
  };
}

/** Statements outside any transaction, each on whatever connection is free. */
export function poolSql(pool: pg.Pool): Sql {
  return async <Row extends SqlRow>(text: string, params?: readonly unknown[]) => {
    const result = await pool.query({ name: statementName(text), text, values: params as unknown[] });
    return result.rows as Row[];
  };
}

/**
 * A name makes PostgreSQL parse and plan a statement once a session instead of once a call. Statements
 * are texts in the code, so there are few; should somebody compose them, the rest goes unnamed.
 */
function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= statementsMax) return known;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}
const statementNames = new Map<string, string>();
const statementsMax = 500;

/**
 * Runs `run` on one client inside BEGIN/COMMIT.
 * A job's transaction holds its own job row `FOR KEY SHARE`: while it runs nobody can claim the job,
 * and with a stale token it does not start at all.
 */
export async function pgTransaction<T>(
  pool: pg.Pool,
  actor: Actor,
  run: (client: pg.PoolClient, at: Date) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(options.isSnapshot ? "begin isolation level repeatable read, read only" : "begin");
    const at = await enter(client, actor);
    const value = await run(client, at);
    await client.query("commit");
    return value;
  } catch (error) {
    await client.query("rollback").catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function enter(client: pg.PoolClient, actor: Actor): Promise<Date> {
  if (!actor.lease) {
    const [row] = await clientSql(client)<{ at: Date }>(
      "select now() as at, set_config('lastro.funds', $1, true), set_config('lastro.user', $2, true)",
      scopeOf(actor),
    );
    return row?.at as Date;
  }
  const { jobId, token } = actor.lease;
  const [row] = await clientSql(client)<{ at: Date }>(
    `select now() as at, set_config('application_name', 'job:' || id, true)
       from job where id = $1 and lease_token = $2 and state = 'claimed' for key share`,
    [jobId, token],
  );
  if (!row) throw new DomainError("job.lease_lost", { jobId });
  return row.at;
}

/** What row-level security reads: the funds in scope and the person. */
export function scopeOf(actor: Actor): [funds: string, user: string] {
  return [actor.funds === "all" ? "all" : actor.funds.join(","), actor.userId ?? ""];
}

/** `COPY … FROM STDIN` in text format; rows are rendered as they are asked for. Resolves to the row count. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<CopyRow>,
): Promise<number> {
  const sink = client.query(copyFrom(`copy ${table} (${columns.join(", ")}) from stdin`));
  await pipeline(Readable.from(batches(rows)), sink);
  return sink.rowCount ?? 0;
}

function* batches(rows: Iterable<CopyRow>): Iterable<Buffer> {
  let text = "";
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      if (column > 0) text += "\t";
      text += copyField(row[column]);
    }
    text += "\n";
    if (text.length > 65_536) {
      yield Buffer.from(text);
      text = "";
    }
  }
  if (text) yield Buffer.from(text);
}

function copyField(value: CopyRow[number]): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value !== "string") return String(value);
  return /[\\\t\n\r]/.test(value)
    ? value.replace(/[\\\t\n\r]/g, (char) => copyEscapes[char] as string)
    : value;
}
const copyEscapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
