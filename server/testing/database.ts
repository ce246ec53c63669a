import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export type TestDatabase = { ownerUrl: string; drop(): Promise<void> };

/** A database of its own for a test file, cloned from the template. */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `lastro_test_${randomBytes(6).toString("hex")}`;
  await asOwner((client) => client.query(`create database ${name} template ${inject("templateName")}`));
  const url = new URL(inject("ownerUrl"));
  url.pathname = `/${name}`;
  return {
    ownerUrl: url.toString(),
    drop: () => asOwner((client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

async function asOwner(run: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject("ownerUrl") });
  await client.connect();
  try {
    await run(client);
  } finally {
    await client.end();
  }
}
