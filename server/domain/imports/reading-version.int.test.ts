import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { applyFix, previewUpload, saveReading } from "./index";
import { getWizard } from "./queries";

let pipeline: Pipeline;
let sender: Ctx;
let other: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx: sender } = await pipeline.person("operacao"));
  ({ ctx: other } = await pipeline.person("gestor"));
  await pipeline.fund("ALFA");
});
afterAll(() => pipeline?.close());

const receive = (own: string, day = "15/07/2026") =>
  pipeline.receive(sender, `${header}\n${own};ALFA;C;EXEM11;10;0;${day};\n`);
const seen = (ctx: Ctx, uploadId: string) => ctx.transaction((tx) => getWizard(tx, uploadId, true));

test("of two choices made on the same reading the later is a conflict that tells whose the first was, and undoes nothing", async () => {
  const uploadId = await receive("V1");
  const { readingVersion: version, readingBy } = await seen(other, uploadId);
  expect([version, readingBy]).toEqual([0, null]);
  expect(await saveReading(sender, { uploadId, reading: { decimal: "," }, version })).toEqual({ version: 1 });
  for (const late of [saveReading, previewUpload]) {
    await expect(late(other, { uploadId, reading: { decimal: "." }, version })).rejects.toMatchObject({
      code: "upload.reading_changed",
      details: { version: 1 },
    });
  }
  expect(await seen(other, uploadId)).toMatchObject({
    reading: { decimal: "," },
    readingVersion: 1,
    readingBy: { name: "Pessoa 1", isMe: false },
  });
  expect((await seen(sender, uploadId)).readingBy).toEqual({ name: "Pessoa 1", isMe: true });
  const decided = { uploadId, reading: { decimal: "." } as const, version: 1 };
  expect(await saveReading(other, decided)).toEqual({ version: 2 });
});

test("two people who choose at the same moment: one choice is kept, the other is told", async () => {
  const uploadId = await receive("V2");
  const both = await Promise.allSettled([
    saveReading(sender, { uploadId, reading: { decimal: "," }, version: 0 }),
    saveReading(other, { uploadId, reading: { decimal: "." }, version: 0 }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await seen(sender, uploadId)).readingVersion).toBe(1);
});

test("a choice whose answer was lost is made again without a conflict, and is one", async () => {
  const uploadId = await receive("V3");
  const choice = { uploadId, reading: { dateOrder: "dmy" } as const, version: 0 };
  expect(await saveReading(sender, choice)).toEqual({ version: 1 });
  expect(await saveReading(sender, choice)).toEqual({ version: 1 });
  await previewUpload(other, choice);
  await pipeline.drain();
  expect((await seen(sender, uploadId)).preview?.valid).toBe(1);
});

test("a repair that reads the file another way is a choice too: what was chosen before it is not made over it", async () => {
  const uploadId = await receive("V4", "07/15/2026");
  await previewUpload(sender, { uploadId, reading: {}, version: 0 });
  await pipeline.drain();
  const { readingVersion: version } = await seen(other, uploadId);
  await applyFix(sender, { uploadId, kind: "date_mdy", code: "DATE_IMPOSSIBLE", column: "data_operacao" });
  await pipeline.drain();
  await expect(saveReading(other, { uploadId, reading: { decimal: "," }, version })).rejects.toMatchObject({
    code: "upload.reading_changed",
  });
  expect(await seen(other, uploadId)).toMatchObject({
    reading: { dateOrder: "mdy" },
    readingBy: { isMe: false },
    preview: { valid: 1 },
  });
});
