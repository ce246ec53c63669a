import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "#server/testing/runtime";
import { openTestWeb } from "#server/testing/web";
import { readDomainError } from "#server/trpc/errors";
import { systemActor } from "./context";

let system: TestRuntime;
let web: ReturnType<typeof openTestWeb>;
beforeAll(async () => {
  system = await openTestRuntime();
  web = openTestWeb(system);
});
afterAll(async () => {
  await web.close();
  await system.close();
});

const run = (text: string, times = 1) =>
  web.contextOf(systemActor("test")).ctx.transaction(async (tx) => {
    for (let time = 0; time < times; time++) await tx.sql(text);
  });

test("a refusal of PostgreSQL keeps its SQLSTATE through the typed client", async () => {
  const insert = "insert into price_request (asset_class, price_on) values ('fidc', '2026-01-05')";
  await expect(run(insert, 2)).rejects.toMatchObject({ code: "23505" });
  await expect(run("select 1 / 0 as nothing")).rejects.toMatchObject({ code: "22012" });
});

test("a database that goes away in the middle is `unavailable`, and the next request finds it again", async () => {
  const error = await run("select pg_terminate_backend(pg_backend_pid())").catch((e: unknown) => e);
  expect(readDomainError(error)).toMatchObject({ code: "database.unavailable", kind: "unavailable" });
  await expect(run("select 1 as one")).resolves.toBeUndefined();
});

test("a snapshot sees one instant, and nothing can be written in it", async () => {
  const { ctx } = web.contextOf(systemActor("test"));
  const count = "select count(*)::int as count from price_request";
  const insert = "insert into price_request (asset_class, price_on) values ('fidc', '2026-01-06')";
  await ctx.transaction(
    async (tx) => {
      const before = await tx.sql(count);
      await run(insert);
      expect(await tx.sql(count)).toEqual(before);
    },
    { isSnapshot: true },
  );
  const writing = ctx.transaction((tx) => tx.sql(insert), { isSnapshot: true });
  await expect(writing).rejects.toMatchObject({ code: "25006" });
});
