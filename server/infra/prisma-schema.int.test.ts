import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Prisma, PrismaClient } from "#generated/prisma/client";
import { createDatabase, type TestDatabase } from "#server/testing/database";

let database: TestDatabase;
let prisma: PrismaClient;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: database.ownerUrl }) });
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});
afterAll(async () => {
  await prisma.$disconnect();
  await client.end();
  await database.drop();
});

/** Tables whose name would be a reserved word. */
const renamed: Record<string, string> = { User: "app_user", Session: "user_session" };
const models = Object.values(Prisma.ModelName);

test.each(models)("the typed client of %s reads the migrated table, column by column", async (model) => {
  const delegate = prisma[`${model[0]?.toLowerCase()}${model.slice(1)}` as "fund"];
  await delegate.findFirst();
  const fields = Object.keys((Prisma as unknown as Record<string, object>)[`${model}ScalarFieldEnum`] ?? {});
  const table = renamed[model] ?? model.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  const { rows } = await client.query(
    "select column_name from information_schema.columns where table_schema = 'public' and table_name = $1 and udt_name <> 'xid8'",
    [table],
  );
  expect(fields.length).toBe(rows.length);
});

test("every table has a model", async () => {
  const { rows } = await client.query(
    "select count(*)::int as count from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'",
  );
  expect(models.length).toBe(rows[0].count);
});
