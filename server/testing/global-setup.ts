import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "#server/infra/migrate";
import { ensurePostgres } from "../../scripts/test-services.mjs";

declare module "vitest" {
  interface ProvidedContext {
    ownerUrl: string;
    templateName: string;
  }
}

/** Builds the template database once for the migrations at hand; each test file clones it. */
export default async function setup(project: TestProject): Promise<void> {
  const ownerUrl = await ensurePostgres();
  const templateName = `lastro_template_${fingerprint("prisma/migrations")}`;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(7101112002)");
    const { rowCount } = await client.query(
      "select 1 from pg_database where datname = $1 and datistemplate",
      [templateName],
    );
    if (!rowCount) {
      await client.query(`drop database if exists ${templateName} with (force)`);
      await client.query(`create database ${templateName}`);
      const url = new URL(ownerUrl);
      url.pathname = `/${templateName}`;
      await migrate(url.toString());
      await client.query(`alter database ${templateName} is_template true`);
    }
  } finally {
    await client.end();
  }
  project.provide("ownerUrl", ownerUrl);
  project.provide("templateName", templateName);
}

function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort())
    hash.update(name).update(readFileSync(`${folder}/${name}/migration.sql`));
  return hash.digest("hex").slice(0, 12);
}
