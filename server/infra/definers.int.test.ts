import pg from "pg";
import { expect, test } from "vitest";
import { createDatabase } from "#server/testing/database";

test("no function with the owner's rights reads a temporary table of its caller's before ours", async () => {
  const database = await createDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('lastro', 'public') and p.prosecdef
          and not coalesce(p.proconfig @> array['search_path=public, pg_temp'], false)`,
    );
    expect(rows).toEqual([]);
  } finally {
    await client.end();
    await database.drop();
  }
});
