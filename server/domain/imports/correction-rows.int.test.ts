import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { confirmUpload, editRow, openRejectedCsv, previewUpload } from "./index";
import { joinFields, splitFields } from "./model/fields";
import { countCorrection, getUpload, listCorrectionRows } from "./queries";

const day = "2026-07-15";
const body = ["G1;ALFA;X;EXEM11;1;0", "G2;ALFA;X;EXEM11;2;0", "G3;ALFA;X;EXEM11;3;0", "G4;ALFA;C;EXEM11;4;0"];
let pipeline: Pipeline;
let ctx: Ctx;
let fundId: string;
let parentId: string;
let top: string;
let rejected: string[][];

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  fundId = await pipeline.fund("ALFA", { openingCents: 10n ** 14n });
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM11", unitPrice: "100.5" });
  }
  parentId = await receive(`${header}\n${body.map((line) => `${line};15/07/2026;`).join("\n")}\n`);
  expect(await run(parentId)).toMatchObject({ acceptedCount: 1, rejectedCount: 3 });
  const download = await openRejectedCsv(ctx, parentId);
  const [first, ...lines] = (await new Response(download.body).text()).trimEnd().split("\r\n");
  top = first as string;
  rejected = lines.map((line) => splitFields(line, ";") as string[]);
});
afterAll(() => pipeline?.close());

const receive = (text: string, parent: string | null = null) =>
  pipeline.receive(ctx, text, { fileName: "operações.csv", parentId: parent });

async function preview(uploadId: string): Promise<void> {
  await previewUpload(ctx, { uploadId, reading: {} });
  await pipeline.drain();
}

async function run(uploadId: string) {
  await confirmUpload(ctx, { uploadId });
  await pipeline.drain();
  return await ctx.transaction((tx) => getUpload(tx, uploadId));
}

/** Rejected lines as a person mended them: by their place among the rejected, which fields become what. */
function mended(changes: Readonly<Record<number, Readonly<Record<number, string>>>>): string {
  const lines = Object.entries(changes).map(([nth, change]) =>
    joinFields(
      (rejected[Number(nth)] as string[]).map((field, index) => change[index] ?? field),
      ";",
    ),
  );
  return `${[top, ...lines].join("\r\n")}\r\n`;
}

const fates = async (uploadId: string) =>
  (await ctx.transaction((tx) => listCorrectionRows(tx, { uploadId }))).items.map(
    ({ fate, code, correctsLine, changes }) => [fate, code, correctsLine, changes.length],
  );

test("what a correction changes is told line by line before anything is taken, and again afterwards", async () => {
  const child = await receive(mended({ 0: { 2: "C" }, 1: {}, 2: { 2: "Y" } }), parentId);
  await preview(child);
  expect(await ctx.transaction((tx) => countCorrection(tx, child))).toEqual({
    sent: 1,
    unchanged: 1,
    ignored: 0,
    wrong: 1,
  });
  expect(await fates(child)).toEqual([
    ["sent", null, 2, 1],
    ["unchanged", "CORRECTION_UNCHANGED", 3, 0],
    ["wrong", "SIDE_UNKNOWN", 4, 1],
  ]);
  const { items } = await ctx.transaction((tx) => listCorrectionRows(tx, { uploadId: child, fate: "sent" }));
  expect(items.map(({ changes }) => changes)).toEqual([[{ name: "tipo", before: "X", after: "C" }]]);
  expect(await pipeline.sql("select 1 from operation where upload_id = $1", [child])).toEqual([]);
  expect(await run(child)).toMatchObject({ acceptedCount: 1, rejectedCount: 2 });
  expect((await fates(child))[0]).toEqual(["sent", null, 2, 1]);
});

test("a line that an earlier correction brought is ignored, even under another identifier", async () => {
  const child = await receive(mended({ 0: { 0: "G1-outra", 2: "V" }, 1: { 2: "C" } }), parentId);
  await preview(child);
  expect(await fates(child)).toEqual([
    ["ignored", "CORRECTION_TAKEN", 2, 2],
    ["sent", null, 3, 1],
  ]);
  expect(await run(child)).toMatchObject({ acceptedCount: 1, rejectedCount: 1 });
});

test("an ignored line is not brought in by mending it in the correction", async () => {
  const child = await receive(mended({ 0: { 2: "V" }, 1: { 2: "V" } }), parentId);
  await preview(child);
  const edit = { uploadId: child, rowNo: 1, fields: { operacao_id: "G1-mais-uma" } };
  await expect(editRow(ctx, edit)).rejects.toMatchObject({ code: "upload.row_not_found" });
  expect(await run(child)).toMatchObject({ acceptedCount: 0, rejectedCount: 2 });
});

test("the whole file sent back names what is in already as ignored, with the operation that it became", async () => {
  const whole = body.map((line) => `${line.replace(";X;", ";C;")};15/07/2026;`).join("\n");
  const child = await receive(`${header}\n${whole}\n`, parentId);
  await preview(child);
  const { items } = await ctx.transaction((tx) => listCorrectionRows(tx, { uploadId: child }));
  expect(items.map(({ fate, code, operationId }) => [fate, code, operationId !== null])).toEqual([
    ["ignored", "DUPLICATE", true],
    ["ignored", "DUPLICATE", true],
    ["sent", null, false],
    ["ignored", "DUPLICATE", true],
  ]);
});

test("of two corrections confirmed at once one line is taken once", async () => {
  const [one, two] = [
    await receive(mended({ 2: { 2: "C" } }), parentId),
    await receive(mended({ 2: { 0: "G3-outra", 2: "C" } }), parentId),
  ];
  await preview(one);
  await preview(two);
  await Promise.all([one, two].map((uploadId) => confirmUpload(ctx, { uploadId })));
  await pipeline.drain();
  const [accepted] = await pipeline.sql<{ count: number }>(
    "select count(*)::int as count from operation where upload_id = any ($1)",
    [[one, two]],
  );
  expect(accepted).toEqual({ count: 1 });
});

test("a correction's lines are told to who sees every fund of them, and to nobody else", async () => {
  const { ctx: colleague } = await pipeline.person("gestor", [fundId]);
  const { ctx: manager } = await pipeline.person("gestor", [await pipeline.fund("BETA")]);
  const child = await receive(mended({ 1: { 2: "V" } }), parentId);
  await preview(child);
  expect(await colleague.transaction((tx) => countCorrection(tx, child))).toMatchObject({ ignored: 1 });
  const hidden = { code: "upload.not_found" };
  await expect(manager.transaction((tx) => countCorrection(tx, child))).rejects.toMatchObject(hidden);
  await expect(
    manager.transaction((tx) => listCorrectionRows(tx, { uploadId: child })),
  ).rejects.toMatchObject(hidden);
});
