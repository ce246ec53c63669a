import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runMigrations } from "bullmq";
import pg from "pg";
import { rolePassword } from "./env";

const lockKey = 7_101_112_001;

/**
 * Applies `prisma/migrations` in order, each in its own transaction, and records them in Prisma's own
 * table, so that the Prisma command line can go on from there. Makes the application's roles first and
 * BullMQ's schema last. Safe to run from several processes at once.
 * @returns names of the migrations applied now
 */
export async function migrate(ownerUrl: string, folder = "prisma/migrations"): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "lastro-migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await refuseUnsafeServer(client);
    await makeRoles(client, ownerUrl);
    const applied = await applyPending(client, folder);
    await runMigrations(client, "bullmq");
    await client.query("set search_path to default");
    await client.query(`grant usage, create on schema bullmq to lastro_worker;
      grant all on all tables in schema bullmq to lastro_worker;
      grant all on all sequences in schema bullmq to lastro_worker;
      grant execute on all functions in schema bullmq to lastro_worker`);
    return applied;
  } finally {
    await client.end();
  }
}

/** Money needs a durable server: a commit that is acknowledged must survive a crash. */
async function refuseUnsafeServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'server_version_num')",
  );
  const setting = new Map(rows.map((row) => [row.name, row.setting]));
  if (Number(setting.get("server_version_num")) < 160_000)
    throw new Error("PostgreSQL 16 ou mais novo é necessário");
  for (const name of ["fsync", "full_page_writes"]) {
    if (setting.get(name) !== "on")
      throw new Error(`PostgreSQL com ${name} desligado perde lançamentos; ligue-o`);
  }
}

async function makeRoles(client: pg.Client, ownerUrl: string): Promise<void> {
  const roles = [
    { name: "lastro_web", options: "login nobypassrls", timeout: "15s" },
    { name: "lastro_worker", options: "login bypassrls", timeout: "180s" },
  ] as const;
  for (const role of roles) {
    const password = client.escapeLiteral(rolePassword(ownerUrl, role.name));
    await ensureRole(client, role.name);
    await onSharedCatalog(
      client,
      `alter role ${role.name} with ${role.options} password ${password};
      alter role ${role.name} set statement_timeout = '${role.timeout}';
      alter role ${role.name} set lock_timeout = '30s';
      alter role ${role.name} set idle_in_transaction_session_timeout = '10s';
      alter role ${role.name} set timezone = 'UTC'`,
    );
    await onSharedCatalog(client, noticeLostClients(role.name));
  }
  await ensureRole(client, "lastro_reporting");
}

/**
 * A session that waits for a lock notices within two seconds that its client was killed, and lets go of
 * what the next one needs. Some systems cannot tell; there the sweep of lost leases ends such sessions.
 */
function noticeLostClients(role: string): string {
  return `do $$ begin alter role ${role} set client_connection_check_interval = '2s';
    exception when invalid_parameter_value then null; end $$`;
}

/** Roles belong to the whole server: databases migrated side by side meet here and take turns. */
async function onSharedCatalog(client: pg.Client, text: string, tries = 10): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    const { code } = error as { code?: string };
    if (tries <= 1 || code !== "XX000") throw error;
    await onSharedCatalog(client, text, tries - 1);
  }
}

async function ensureRole(client: pg.Client, name: string): Promise<void> {
  await client.query(
    `do $$ begin create role ${name} nologin; exception when duplicate_object then null; end $$`,
  );
}

async function applyPending(client: pg.Client, folder: string): Promise<string[]> {
  await client.query(`create table if not exists _prisma_migrations (
    id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
    logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
  const { rows } = await client.query(
    "select migration_name, checksum from _prisma_migrations where rolled_back_at is null",
  );
  const known = new Map(rows.map((row) => [row.migration_name as string, row.checksum as string]));
  const applied: string[] = [];
  for (const name of (await readdir(folder, { withFileTypes: true }))
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort()) {
    const text = await readFile(join(folder, name, "migration.sql"), "utf8");
    const checksum = createHash("sha256").update(text).digest("hex");
    const before = known.get(name);
    if (before === checksum) continue;
    if (before) throw new Error(`A migração ${name} foi alterada depois de aplicada`);
    await client.query("begin");
    try {
      await client.query(text);
      await client.query(
        `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         values ($1, $2, $3, now(), clock_timestamp(), 1)`,
        [randomUUID(), checksum, name],
      );
      await client.query("commit");
    } catch (error) {
      await client.query("rollback");
      throw new Error(`A migração ${name} falhou`, { cause: error });
    }
    applied.push(name);
  }
  return applied;
}
