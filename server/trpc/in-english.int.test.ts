import { afterAll, beforeAll, expect, test } from "vitest";
import { previewUpload } from "#server/domain/imports/index";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import type { Language } from "./errors";
import { createCallerFactory } from "./init";
import { appRouter } from "./root";

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await openPipeline();
});
afterAll(() => pipeline?.close());

test("the same rejected line is told to each person in the language of their screens", async () => {
  await pipeline.fund("ALFA");
  const { ctx } = await pipeline.person("operacao");
  const uploadId = await pipeline.receive(ctx, `${header}\nE-1;ALFA;C;;10;0,01;2026-07-13;\n`);
  await previewUpload(ctx, { uploadId, reading: {} });
  await pipeline.drain();
  const asked = async (language?: Language) => {
    const caller = createCallerFactory(appRouter)({ ctx, requestId: "r", language });
    const [row] = (await caller.imports.rows({ uploadId, bucket: "REJECTED" })).items;
    const [group] = await caller.imports.problemGroups({ uploadId });
    return [row?.problem?.got, row?.problem?.expected, row?.problem?.fix, group?.sample[0]?.got];
  };
  expect(await asked()).toEqual(["vazio", "o código do ativo", "Preencha o campo.", "vazio"]);
  expect(await asked("en")).toEqual(["empty", "a value", "Fill in the field.", "empty"]);
});
