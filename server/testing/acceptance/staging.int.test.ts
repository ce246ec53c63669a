import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptUpload, splitUpload, stageChunk } from "#server/domain/imports/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "../pipeline";

let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  await pipeline.fund("ALFA");
  ({ ctx } = await pipeline.person("operacao"));
});
afterAll(() => pipeline?.close());

const padding = "x".repeat(50_000);

/** Ids in order, each line heavy, so that 200 of them make several chunks. */
function heavyFile(ids: readonly string[], quantity: (index: number) => string = () => "10,5"): string {
  return `${header};obs\n${ids.map((id, i) => `${id};ALFA;C;EXEM12;${quantity(i)};0,01;2026-07-15;;${padding}`).join("\n")}\n`;
}

const stored = (body: string) => pipeline.send(ctx, body);

async function chunksOf(uploadId: string): Promise<number[]> {
  const rows = await pipeline.sql<{ no: number }>(
    "select chunk_no as no from upload_chunk where upload_id = $1 order by 1",
    [uploadId],
  );
  return rows.map((row) => row.no);
}

async function bucketsOf(uploadId: string): Promise<string[]> {
  const rows = await pipeline.sql<{ row: string }>(
    `select row_no || ' ' || state || coalesce(' ' || code, '') as row from upload_row where upload_id = $1 order by row_no`,
    [uploadId],
  );
  return rows.map(({ row }) => row);
}

/** Everything that a table may hold of an upload, counted. */
async function traces(uploadId: string) {
  const [counts] = await pipeline.sql(
    `select (select count(*)::int from upload_row where upload_id = $1) as rows, (select count(*)::int from operation where upload_id = $1) as operations,
            (select count(*)::int from job where subject_id = $1) as jobs, (select count(*)::int from audit_event where subject_id = $1) as events`,
    [uploadId],
  );
  return counts;
}

/** The same context, whose transactions do all their work and then fail, as when the process dies at the commit. */
function dyingAtCommit(base: Ctx): Ctx {
  return {
    ...base,
    transaction: <T>(run: (tx: Tx) => Promise<T>) =>
      base.transaction<T>(async (tx) => {
        await run(tx);
        throw new Error("died at the commit");
      }),
  };
}

test("steps that run twice, and again after the file moved on, change nothing", async () => {
  const uploadId = await stored(heavyFile(Array.from({ length: 200 }, (_, i) => `T${i}`)));
  await splitUpload(pipeline.ctx, { uploadId });
  await splitUpload(pipeline.ctx, { uploadId });
  const chunks = await chunksOf(uploadId);
  expect(chunks.length).toBeGreaterThan(2);
  for (const chunkNo of chunks) {
    await stageChunk(pipeline.ctx, { uploadId, chunkNo });
    const before = await traces(uploadId);
    await stageChunk(pipeline.ctx, { uploadId, chunkNo });
    expect(await traces(uploadId)).toEqual(before);
  }
  await acceptUpload(pipeline.ctx, { uploadId });
  const accepted = await traces(uploadId);
  expect(accepted).toMatchObject({ rows: 200, operations: 200 });
  await acceptUpload(pipeline.ctx, { uploadId });
  for (const chunkNo of chunks) await stageChunk(pipeline.ctx, { uploadId, chunkNo });
  await splitUpload(pipeline.ctx, { uploadId });
  expect(await traces(uploadId)).toEqual(accepted);
});

test("a chunk staged by two workers at once is staged once", async () => {
  const uploadId = await stored(heavyFile(Array.from({ length: 120 }, (_, i) => `D${i}`)));
  await splitUpload(pipeline.ctx, { uploadId });
  const twice = (await chunksOf(uploadId)).flatMap((chunkNo) => [chunkNo, chunkNo, chunkNo]);
  await Promise.all(twice.map((chunkNo) => stageChunk(pipeline.ctx, { uploadId, chunkNo })));
  expect(await traces(uploadId)).toMatchObject({ rows: 120 });
  const [upload] = await pipeline.sql("select state from upload where id = $1", [uploadId]);
  expect(upload).toEqual({ state: "ACCEPTING" });
});

test("whichever chunk is faster, the first valid line of the file wins", async () => {
  // The last line of each half repeats an id of the other: once with the same content, once with another.
  const file = (prefix: string) =>
    heavyFile(
      Array.from({ length: 180 }, (_, i) => `${prefix}${i === 170 ? 3 : i === 171 ? 4 : i}`),
      (i) => (i === 171 ? "99,5" : i === 170 || i < 100 ? "10,5" : "7,5"),
    );
  const results: string[][] = [];
  for (const [prefix, order] of [
    ["X", "forwards"],
    ["Y", "backwards"],
  ] as const) {
    const uploadId = await stored(file(prefix));
    await splitUpload(pipeline.ctx, { uploadId });
    const chunks = await chunksOf(uploadId);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunkNo of order === "forwards" ? chunks : chunks.toReversed())
      await stageChunk(pipeline.ctx, { uploadId, chunkNo });
    await acceptUpload(pipeline.ctx, { uploadId });
    results.push(await bucketsOf(uploadId));
  }
  expect(results[0]).toEqual(results[1]);
  expect(results[0]?.filter((row) => !row.endsWith("ACCEPTED"))).toEqual([
    "171 DUPLICATE DUPLICATE",
    "172 REJECTED OPERATION_ID_REUSED",
  ]);
});

test("operations and their jobs commit together: what dies at the commit leaves nothing, and runs again whole", async () => {
  const uploadId = await stored(`${header}\nJ1;ALFA;C;EXEM12;10,5;0,01;2026-07-15;\n`);
  for (const step of [
    (at: Ctx) => splitUpload(at, { uploadId }),
    (at: Ctx) => stageChunk(at, { uploadId, chunkNo: 0 }),
    (at: Ctx) => acceptUpload(at, { uploadId }),
  ]) {
    const before = await traces(uploadId);
    await expect(step(dyingAtCommit(pipeline.ctx))).rejects.toThrow();
    expect(await traces(uploadId)).toEqual(before);
    await step(pipeline.ctx);
    expect(await traces(uploadId)).not.toEqual(before);
  }
  const jobs = await pipeline.sql(
    "select 1 from job where name = 'pricing.apply' and key = '2026-07-15' and state = 'waiting'",
  );
  expect(jobs).toHaveLength(1);
});

test("two files with the same ids at once: each id is one operation, whoever comes first", async () => {
  const ids = Array.from({ length: 40 }, (_, i) => `M${i}`);
  const lines = (order: readonly string[], extra: string) =>
    `${header}\n${order.map((id) => `${id};ALFA;C;EXEM12;10,5;0,01;2026-07-15;`).join("\n")}\n${extra}`;
  const uploads = await Promise.all([stored(lines(ids, "")), stored(lines(ids.toReversed(), "\n"))]);
  await pipeline.drain();
  const [counts] = await pipeline.sql(
    `select count(*) filter (where state = 'ACCEPTED')::int as accepted, count(*) filter (where state = 'DUPLICATE')::int as duplicate,
            count(distinct operation_id)::int as operations from upload_row where upload_id = any ($1)`,
    [uploads],
  );
  expect(counts).toEqual({ accepted: 40, duplicate: 40, operations: 40 });
});
