import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { migrate } from "#server/infra/migrate";
import { startPostgres } from "../scripts/embedded-postgres.mjs";
import { root } from "../scripts/install.mjs";
import { forget } from "../scripts/postgres-files.mjs";

export type DatabaseServer = {
  readonly version: string;
  /** A new, migrated database; its owner's URL. */
  createDatabase(): Promise<string>;
  dropDatabase(ownerUrl: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * The server that the bench measures on: `BENCH_DATABASE_OWNER_URL`, or one of our own with the settings
 * of `npm start` that is thrown away at the end. Every part gets databases of its own.
 */
export async function openDatabaseServer(): Promise<DatabaseServer> {
  const given = process.env.BENCH_DATABASE_OWNER_URL;
  const own = given ? null : await startOwn();
  const ownerUrl = given ?? (own?.url as string);
  const admin = new pg.Client({ connectionString: ownerUrl });
  await admin.connect();
  const { rows } = await admin.query("show server_version");
  const prefix = `lastro_bench_${randomBytes(4).toString("hex")}`;
  const template = `${prefix}_template`;
  const urlOf = (name: string) => Object.assign(new URL(ownerUrl), { pathname: `/${name}` }).toString();
  await admin.query(`create database ${template}`);
  await migrate(urlOf(template), path.join(root, "prisma/migrations"));
  let made = 0;
  const drop = (name: string) => admin.query(`drop database if exists ${name} with (force)`);
  return {
    version: rows[0].server_version,
    async createDatabase() {
      made += 1;
      const name = `${prefix}_${made}`;
      await admin.query(`create database ${name} template ${template}`);
      return urlOf(name);
    },
    async dropDatabase(url) {
      await drop(new URL(url).pathname.slice(1));
    },
    async stop() {
      await drop(template);
      await admin.end();
      await own?.stop();
    },
  };
}

async function startOwn() {
  const dir = path.join(root, `.data/bench-postgres-${process.pid}`);
  const server = await startPostgres({ dir });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      forget(dir);
    },
  };
}
