import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { confirmUpload, openOriginal, previewUpload, saveReading } from "./index";
import { getUpload, getWizard, listUploadThreads } from "./queries";

let pipeline: Pipeline;
let everyone: Ctx;
let someone: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  const norte = await pipeline.fund("NORTE");
  await pipeline.fund("SUL");
  for (const day of ["2026-07-14", "2026-07-15"]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, day, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", day, { assetCode: "EXEM11", unitPrice: "100" });
  }
  ({ ctx: everyone } = await pipeline.person("operacao"));
  ({ ctx: someone } = await pipeline.person("gestor", [norte]));
});
afterAll(() => pipeline?.close());

const receive = (ctx: Ctx, fileName: string, body: string, parentId: string | null = null) =>
  pipeline.receive(ctx, body, { fileName, parentId });

async function process(ctx: Ctx, fileName: string, lines: readonly string[], parentId?: string) {
  const uploadId = await receive(ctx, fileName, `${header}\n${lines.join("\n")}\n`, parentId);
  await confirmUpload(ctx, { uploadId });
  await pipeline.drain();
  return uploadId;
}

const good = (id: string, fund = "NORTE") => `${id};${fund};C;EXEM11;1;0,01;15/07/2026;`;
const bad = (id: string, fund = "NORTE") => `${id};${fund};C;EXEM11;x;0,01;15/07/2026;`;

function list(ctx: Ctx, filter: Parameters<typeof listUploadThreads>[1] = {}) {
  return ctx.transaction(async (tx) => (await listUploadThreads(tx, filter)).items);
}

test("corrections of corrections stand under the file that they all go back to, and are found alone when looked for", async () => {
  const first = await process(everyone, "fio.csv", [good("F1"), bad("F2"), bad("F3")]);
  const second = await process(everyone, "fio-2.csv", [good("F2"), bad("F3")], first);
  const third = await process(everyone, "fio-3.csv", [good("F3")], second);
  const shown = await list(everyone);
  const root = shown.find(({ uploadId }) => uploadId === first);
  expect(root?.corrections.map(({ uploadId, accepted }) => [uploadId, accepted])).toEqual([
    [second, 1],
    [third, 1],
  ]);
  expect(shown.map(({ uploadId }) => uploadId)).not.toContain(second);
  const corrections = await list(everyone, { outcome: "correction" });
  expect(corrections.map(({ uploadId }) => uploadId)).toEqual([third, second]);
  expect((await list(everyone, { text: "FIO-3" })).map(({ uploadId }) => uploadId)).toEqual([third]);
});

test("the filters of a list tell nothing of funds out of sight", async () => {
  const both = await process(everyone, "dois-fundos.csv", [good("D1"), bad("D2", "SUL"), good("D3", "SUL")]);
  const [seen] = await list(someone, { text: "dois-fundos" });
  expect(seen).toMatchObject({ uploadId: both, funds: ["NORTE"], rowCount: 1, rejectedCount: 0 });
  expect(await list(someone, { text: "dois-fundos", outcome: "rejected" })).toEqual([]);
  expect(await list(someone, { text: "dois-fundos", outcome: "clean" })).toHaveLength(1);
  expect(await list(someone, { text: "dois-fundos", fundCode: "SUL" })).toEqual([]);
  expect(await list(everyone, { text: "dois-fundos", outcome: "rejected", fundCode: "SUL" })).toHaveLength(1);
  expect(await list(someone, { text: "dois-fundos", isOwn: true })).toEqual([]);
  await expect(openOriginal(someone, both)).rejects.toMatchObject({ code: "upload.not_found" });
});

test("a choice of reading is kept before the file is read, and takes back the preview of another reading", async () => {
  const uploadId = await receive(
    everyone,
    "leitura.csv",
    `${header}\n${good("L1").replace("NORTE", "SUL")}\n`,
  );
  await saveReading(everyone, { uploadId, reading: { encoding: "windows-1252" } });
  const wizard = () =>
    everyone.transaction(async (tx) => ({
      ...(await getWizard(tx, uploadId, true)),
      state: (await getUpload(tx, uploadId)).state,
    }));
  expect(await wizard()).toMatchObject({
    reading: { encoding: "windows-1252" },
    state: "AWAITING_CONFIRMATION",
  });
  await previewUpload(everyone, { uploadId, reading: { encoding: "windows-1252" } });
  await pipeline.drain();
  await saveReading(everyone, { uploadId, reading: { encoding: "windows-1252" } });
  expect((await wizard()).state).toBe("PREVIEWED");
  await saveReading(everyone, { uploadId, reading: { encoding: "utf-8" } });
  expect(await wizard()).toMatchObject({ state: "AWAITING_CONFIRMATION", preview: null });
  await expect(saveReading(someone, { uploadId, reading: {} })).rejects.toMatchObject({
    code: "upload.not_found",
  });
  await previewUpload(everyone, { uploadId, reading: { encoding: "utf-8" } });
  await pipeline.drain();
  expect((await wizard()).preview?.valid).toBe(1);
});

test("the original comes back byte by byte, to who sees all of it", async () => {
  const body = `${header}\n${good("O1")}\n`;
  const uploadId = await receive(everyone, "original.csv", body);
  const { bytes, fileName, sizeBytes } = await openOriginal(everyone, uploadId);
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part as Buffer);
  expect([Buffer.concat(parts).toString(), fileName, sizeBytes]).toEqual([body, "original.csv", body.length]);
});
