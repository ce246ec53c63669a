import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { completeUpload, confirmUpload, createUpload } from "#server/domain/imports/index";
import { createCast } from "./people";
import { openStack, type Stack } from "./stack";
import { until } from "./until";

/** Largest file that is taken, in bytes. */
const size = 2 ** 31;
let stack: Stack;

beforeAll(async () => {
  stack = await openStack("postgres");
});
afterAll(() => stack?.close());

function* zeros(): Iterable<Buffer> {
  const piece = Buffer.alloc(2 ** 20);
  for (let sent = 0; sent < size; sent += piece.length) yield piece;
}

/** The most memory that a process ever held, in MiB. */
function peakMiB(pid: number): number {
  const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1_024;
}

test("two gigabytes of zeros are refused with what was expected and what to do, and the worker holds less than 300 MB", async () => {
  const world = await stack.openWorld({ seed: 1, anbima: { failureRate: 0 } });
  try {
    const { operator } = await createCast(world, []);
    const worker = world.startWorker();
    const ctx = world.ctxOf(operator);
    const { uploadId, storageKey } = await createUpload(ctx, {
      fileName: "zeros.csv",
      kind: "operacoes",
      channel: "rest",
    });
    await ctx.ports.storage.write(storageKey, Readable.from(zeros()), size);
    await completeUpload(ctx, { uploadId });
    await confirmUpload(ctx, { uploadId });
    const refused = await until("the refusal", 60_000, async () => {
      const { rows } = await world.owner.query("select state, refusal from upload where id = $1", [uploadId]);
      return rows[0].state === "REFUSED" && rows[0].refusal;
    });
    expect(refused).toMatchObject({
      expected: "um arquivo CSV ou XLSX com cabeçalho e operações",
      fix: "O arquivo foi gravado sem conteúdo (disco cheio ou cópia interrompida): gere-o de novo.",
    });
    expect(peakMiB(worker.pid)).toBeLessThan(300);
    const { rows } = await world.owner.query("select count(*)::int as count from upload_row");
    expect(rows).toEqual([{ count: 0 }]);
  } finally {
    await world.close();
  }
});
