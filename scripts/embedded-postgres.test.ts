import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRunningPostgres, removePostgres, startPostgres } from "./embedded-postgres.mjs";
import { readState } from "./postgres-files.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lastro-pg-"));
const dir = path.join(folder, "postgres");

beforeAll(() => fs.chmodSync(folder, 0o711));
afterAll(() => {
  removePostgres(dir);
  fs.rmSync(folder, { recursive: true, force: true });
});

test("keeps what was committed through kill -9 and through a stop, on the same port", async () => {
  const first = await startPostgres({ dir });
  await query(first.url, "create table kept (value int); insert into kept values (42)");
  process.kill(first.pid, "SIGKILL");
  await first.restart();
  expect(await query(first.url, "select value from kept")).toEqual([{ value: 42 }]);
  await first.stop();
  expect(findRunningPostgres(dir)).toBeNull();

  const second = await startPostgres({ dir });
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "select value from kept")).toEqual([{ value: 42 }]);
  await expect(startPostgres({ dir })).rejects.toThrow(/já está rodando/);
  await second.stop();
});

test("starts over a lock file whose number now belongs to another program", async () => {
  const data = readState(dir).data ?? dir;
  fs.writeFileSync(path.join(data, "postmaster.pid"), `${process.pid}\n${data}\n`);
  const server = await startPostgres({ dir });
  expect(await query(server.url, "show fsync")).toEqual([{ fsync: "on" }]);
  await server.stop();
});

test("listens on 127.0.0.1 alone, asks for the password, and keeps it from other users", async () => {
  const server = await startPostgres({ dir });
  const stranger = new URL(server.url);
  stranger.password = "guess";
  await expect(query(stranger.toString(), "select 1")).rejects.toThrow(/password authentication failed/);
  expect(await query(server.url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect(fs.statSync(`${dir}.json`).mode & 0o777).toBe(0o600);
  await server.stop();
});

async function query(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
