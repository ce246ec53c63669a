import { createReadStream, createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { fact, type Line, number } from "./report";
import type { Stack } from "./stack";

const floors = [
  { table: "upload_row", like: "including all", what: "na tabela das linhas, com os índices" },
  {
    table: "operation",
    like: "including all",
    what: "na tabela das operações, com os índices e as verificações",
  },
  { table: "upload_row", like: "", what: "numa tabela igual à das linhas, sem índice nem verificação" },
] as const;

/** What the disk and PostgreSQL alone need: a bare `COPY` of the same rows into the same tables, empty. */
export async function timeCopies(stack: Stack, uploadId: string): Promise<Line[]> {
  const client = new pg.Client({ connectionString: stack.ownerUrl });
  await client.connect();
  const lines: Line[] = [];
  try {
    for (const { table, like, what } of floors) {
      const file = path.join(stack.folder, `${table}.copy`);
      const out = client.query(
        copyTo(`copy (select * from ${table} where upload_id = '${uploadId}') to stdout`),
      );
      await pipeline(out, createWriteStream(file));
      await client.query(`create table copy_floor (like ${table} ${like})`);
      await client.query("checkpoint");
      const startedAt = performance.now();
      const into = client.query(copyFrom("copy copy_floor from stdin"));
      await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), into);
      const seconds = (performance.now() - startedAt) / 1_000;
      const rows = into.rowCount ?? 0;
      await client.query("drop table copy_floor");
      lines.push(
        fact({
          work: `piso: COPY de ${number(rows)} linhas ${what}`,
          measured: `${number(seconds)} s (${number(rows / seconds)} linhas/s)`,
          values: { seconds, rows },
        }),
      );
    }
  } finally {
    await client.end();
  }
  return lines;
}
