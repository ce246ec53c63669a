import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import {
  cancelUpload,
  confirmUpload,
  editRow,
  markPresence,
  previewUpload,
  saveReading,
  splitUpload,
} from "./index";
import {
  getDiagnosis,
  getUpload,
  getWizard,
  listProblemGroups,
  listStagedRows,
  listUploads,
  readUploadMark,
} from "./queries";

const day = "2026-07-15";
const hidden = { code: "upload.not_found" };
let pipeline: Pipeline;
let sender: Ctx;
let manager: Ctx;
let stranger: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  const [alfa, beta, gama] = [
    await pipeline.fund("ALFA", { openingCents: 10n ** 12n }),
    await pipeline.fund("BETA", { openingCents: 10n ** 12n }),
    await pipeline.fund("GAMA", { openingCents: 10n ** 12n }),
  ];
  ({ ctx: sender } = await pipeline.person("gestor", [alfa, beta]));
  ({ ctx: manager } = await pipeline.person("gestor", [alfa]));
  ({ ctx: stranger } = await pipeline.person("gestor", [gama]));
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM11", unitPrice: "100" });
  }
});
afterAll(() => pipeline?.close());

let files = 0;
/** Of the sender: three lines of a fund shared with the manager, two of another, one of nobody's. */
function receive(given?: string[]): Promise<string> {
  files += 1;
  const lines = given ?? [
    `P${files}a;ALFA;C;EXEM11;1;0`,
    `P${files}b;ALFA;X;EXEM11;1;0`,
    `P${files}c;BETA;C;EXEM11;2;0`,
    `P${files}d;BETA;X;EXEM11;2;0`,
    `P${files}e;GAMA;C;EXEM11;3;0`,
    `P${files}f;ALFA;C;EXEM11;4;0`,
  ];
  const body = `${header}\n${lines.map((line) => `${line};${day};`).join("\n")}\n`;
  return pipeline.receive(sender, body, { fileName: "dois-fundos.csv" });
}
async function preview(uploadId: string): Promise<void> {
  await previewUpload(sender, { uploadId, reading: {} });
  await pipeline.drain();
}
const look = (ctx: Ctx, uploadId: string) =>
  ctx.transaction(async (tx) => {
    const upload = await getUpload(tx, uploadId);
    return { upload, ...(await getWizard(tx, uploadId, upload.isWhole)) };
  });
const linesOf = async (ctx: Ctx, uploadId: string) =>
  (await ctx.transaction((tx) => listStagedRows(tx, { uploadId }))).items.map(({ lineNo }) => lineNo);

test("another manager of a fund joins from the preview on, and meets that fund's lines and figures alone", async () => {
  const uploadId = await receive();
  await expect(look(manager, uploadId)).rejects.toMatchObject(hidden);
  await preview(uploadId);
  await expect(look(stranger, uploadId)).rejects.toMatchObject(hidden);
  const listed = await manager.transaction((tx) => listUploads(tx, {}));
  expect(listed.items.map((upload) => upload.uploadId)).toContain(uploadId);

  const seen = await look(manager, uploadId);
  expect(seen.upload).toMatchObject({ isWhole: false, rowCount: 3, acceptedCount: null, stagedRows: 3 });
  expect(seen.upload.funds.map(({ code }) => code)).toEqual(["ALFA"]);
  expect(seen.preview).toMatchObject({ rows: 3, valid: 2, rejected: 1, duplicate: 0 });
  expect(seen.preview?.byFund.map(({ code }) => code)).toEqual(["ALFA"]);
  expect(await linesOf(manager, uploadId)).toEqual([2, 3, 7]);
  const groups = await manager.transaction((tx) => listProblemGroups(tx, uploadId));
  expect(groups.map(({ code, count }) => [code, count])).toEqual([["SIDE_UNKNOWN", 1]]);
  expect(await linesOf(sender, uploadId)).toHaveLength(6);

  await confirmUpload(sender, { uploadId });
  await pipeline.drain();
  expect((await look(manager, uploadId)).upload).toMatchObject({
    state: "DONE",
    rowCount: 3,
    acceptedCount: 2,
  });
});

test("a manager of every fund that the lines name sees the file whole, and works on it beside its person", async () => {
  const uploadId = await receive(["P0a;ALFA;C;EXEM11;1;0", "P0b;ALFA;X;EXEM11;1;0"]);
  await preview(uploadId);
  expect((await look(manager, uploadId)).upload).toMatchObject({ isWhole: true, isOwn: false });
  expect((await manager.transaction((tx) => getDiagnosis(tx, { uploadId }))).columns).toHaveLength(8);
  await editRow(manager, { uploadId, rowNo: 2, fields: { tipo: "C" } });
  await pipeline.drain();
  expect((await look(sender, uploadId)).preview).toMatchObject({ valid: 2, rejected: 0 });
  await expect(confirmUpload(manager, { uploadId })).rejects.toMatchObject(hidden);
  await expect(cancelUpload(manager, { uploadId })).rejects.toMatchObject(hidden);
  // A line of another fund, and the file is not all theirs any more.
  await editRow(sender, { uploadId, rowNo: 1, fields: { fundo: "BETA" } });
  await pipeline.drain();
  expect((await look(manager, uploadId)).upload).toMatchObject({ isWhole: false, rowCount: 1 });
});

test("who sees only some lines of a file changes nothing of it, and is not shown how it is read", async () => {
  const uploadId = await receive();
  await preview(uploadId);
  for (const act of [
    () => manager.transaction((tx) => getDiagnosis(tx, { uploadId })),
    () => editRow(manager, { uploadId, rowNo: 2, fields: { tipo: "C" } }),
    () => saveReading(manager, { uploadId, reading: { decimal: "," } }),
    () => previewUpload(manager, { uploadId, reading: {} }),
    () => confirmUpload(manager, { uploadId }),
    () => cancelUpload(manager, { uploadId }),
  ])
    await expect(act()).rejects.toMatchObject(hidden);
});

test("a file that is read anew shows the others no line until its lines are known again", async () => {
  const uploadId = await receive();
  await preview(uploadId);
  await previewUpload(sender, { uploadId, reading: { delimiter: ";" } });
  await splitUpload(pipeline.ctx, { uploadId });
  expect((await look(manager, uploadId)).upload).toMatchObject({ state: "STAGING", isWhole: false });
  expect(await linesOf(manager, uploadId)).toEqual([]);
  await pipeline.drain();
  expect((await look(manager, uploadId)).upload.state).toBe("PREVIEWED");
  expect(await linesOf(manager, uploadId)).toEqual([2, 3, 7]);
});

test("whatever another person does to a file changes its mark, and mere waiting does not", async () => {
  const uploadId = await receive();
  const mark = (ctx: Ctx) => ctx.transaction((tx) => readUploadMark(tx, uploadId));
  expect(await mark(manager)).toBe("");
  await preview(uploadId);
  const seen = [await mark(manager)];
  for (const act of [
    () => markPresence(sender, { uploadId, step: "previa" }),
    () => editRow(sender, { uploadId, rowNo: 2, fields: { tipo: "C" } }),
    () => markPresence(sender, { uploadId, step: "colunas" }),
    () => saveReading(sender, { uploadId, reading: { decimal: "," } }),
  ]) {
    await act();
    seen.push(await mark(manager));
  }
  expect(new Set(seen).size).toBe(seen.length);
  await markPresence(sender, { uploadId, step: "colunas" });
  expect(await mark(manager)).toBe(seen.at(-1));
});
