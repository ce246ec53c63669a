import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { confirmUpload, editRow, previewUpload, resendEdited } from "./index";
import type { Reading } from "./model/reading";
import { getDiagnosis, getUpload, getWizard } from "./queries";

let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  await pipeline.fund("ALFA");
  for (const day of ["2026-07-10", "2026-07-13", "2026-07-14"]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, day, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", day, { assetCode: "EXEM11", unitPrice: "100.5" });
  }
});
afterAll(() => pipeline?.close());

const receive = (body: string) => pipeline.receive(ctx, body);
const wordsOf = async (uploadId: string, reading?: Reading) => {
  const found = await ctx.transaction((tx) =>
    getDiagnosis(tx, { uploadId, ...(reading ? { reading } : {}) }),
  );
  return { isComplete: found.isComplete, side: found.values.find(({ field }) => field === "side") };
};
async function preview(uploadId: string, reading: Reading = {}) {
  await previewUpload(ctx, { uploadId, reading });
  await pipeline.drain();
  return ctx.transaction((tx) => getWizard(tx, uploadId, true));
}
const sides = (table: "upload_row" | "operation", uploadId: string) =>
  pipeline.sql<{ side: string; assetClass: string | null }>(
    `select side, asset_class as "assetClass" from ${table} where upload_id = $1 order by row_no`,
    [uploadId],
  );

describe("what a person says that a word means", () => {
  const columns = `${header};classe`;
  const lines = (run: string) =>
    [
      `${run}1;ALFA;Entrada;EXEM11;1;0;2026-07-13;;`,
      `${run}2;ALFA;entrada ;EXEM11;1;0;2026-07-13;;Papel da casa`,
      `${run}3;ALFA;C;EXEM11;1;0;2026-07-13;;Debênture`,
      `${run}4;ALFA;Saída;EXEM11;1;0;2026-07-14;;`,
    ].join("\n");
  const values = {
    side: { ENTRADA: "BUY", SAÍDA: "SELL", C: "SELL" },
    assetClass: { "PAPEL DA CASA": "none" },
  } as const;

  test("counts in the dry run and in the real run alike, over what we would read, and for the next file", async () => {
    const first = await receive(`${columns}\n${lines("M")}\n`);
    const asked = await wordsOf(first);
    expect(asked.isComplete).toBe(false);
    expect(asked.side?.words).toEqual([
      { word: "Entrada", count: 2, meaning: null, source: null },
      { word: "Saída", count: 1, meaning: null, source: null },
      { word: "C", count: 1, meaning: "BUY", source: "known" },
    ]);
    expect((await wordsOf(first, { values })).side?.words.map(({ meaning }) => meaning)).toEqual([
      "BUY",
      "SELL",
      "SELL",
    ]);

    expect((await preview(first)).preview).toMatchObject({ valid: 1, rejected: 3 });
    expect((await preview(first, { values })).preview).toMatchObject({ valid: 4, rejected: 0 });
    const staged = [
      { side: "BUY", assetClass: null },
      { side: "BUY", assetClass: null },
      { side: "SELL", assetClass: "debentures" },
      { side: "SELL", assetClass: null },
    ];
    expect(await sides("upload_row", first)).toEqual(staged);
    await confirmUpload(ctx, { uploadId: first });
    await pipeline.drain();
    expect((await sides("operation", first)).map(({ side }) => side)).toEqual(staged.map(({ side }) => side));

    const second = await receive(`${columns}\n${lines("N")}\n`);
    const remembered = await wordsOf(second);
    expect(remembered.isComplete).toBe(true);
    expect(remembered.side?.words.map(({ source }) => source)).toEqual([
      "remembered",
      "remembered",
      "remembered",
    ]);
    await confirmUpload(ctx, { uploadId: second });
    await pipeline.drain();
    expect(await sides("upload_row", second)).toEqual(staged);
  });

  test("is offered for a word met only far beyond what the diagnosis looks at", async () => {
    const many = Array.from({ length: 2_500 }, (_, i) => `F${i};ALFA;C;EXEM11;1;0;2026-07-13;`);
    const uploadId = await receive(
      `${header}\n${many.join("\n")}\nF9999;ALFA;Cessão;EXEM11;1;0;2026-07-13;\n`,
    );
    expect((await wordsOf(uploadId)).side?.words).toHaveLength(1);
    expect((await preview(uploadId)).preview).toMatchObject({ rejected: 1 });
    const [first] = (await wordsOf(uploadId)).side?.words ?? [];
    expect(first).toEqual({ word: "Cessão", count: 0, meaning: null, source: null });
    expect((await preview(uploadId, { values: { side: { CESSÃO: "BUY" } } })).preview).toMatchObject({
      valid: 2_501,
      rejected: 0,
    });
  });

  test("can be that its lines are rejected", async () => {
    const uploadId = await receive(
      `${header}\nR1;ALFA;V;EXEM11;1;0;2026-07-13;\nR2;ALFA;C;EXEM11;1;0;2026-07-13;\n`,
    );
    expect((await preview(uploadId, { values: { side: { V: "reject" } } })).preview).toMatchObject({
      valid: 1,
      rejected: 1,
    });
  });
});

describe("what is remembered of a header", () => {
  const odd = "Ref;Carteira;Lado;Papel;Qtd;Spread;Quando";
  const columns = {
    Ref: "externalId",
    Carteira: "fund",
    Lado: "side",
    Papel: "asset",
    Spread: "rate",
    Quando: "operationOn",
  } as const;
  const line = (id: string, side: string, quantity = "1") =>
    `${id};ALFA;${side};EXEM11;${quantity};0;13/07/2026`;

  test("grows by what is said later, and reads the corrections of a file that nobody had to map", async () => {
    const first = await receive(`${odd}\n${line("O1", "C")}\n`);
    await preview(first, { columns });
    await confirmUpload(ctx, { uploadId: first });
    await pipeline.drain();

    const second = await receive(`${odd}\n${line("O2", "Entrada")}\n`);
    await preview(second, { values: { side: { ENTRADA: "BUY" } } });
    await confirmUpload(ctx, { uploadId: second });
    await pipeline.drain();

    const third = await receive(`${odd}\n${line("O3", "entrada")}\n${line("O4", "C", "muitos")}\n`);
    expect((await preview(third)).preview).toMatchObject({ valid: 1, rejected: 1 });
    await confirmUpload(ctx, { uploadId: third });
    await pipeline.drain();
    await editRow(ctx, { uploadId: third, rowNo: 2, fields: { Qtd: "5", Lado: "Entrada" } });
    const { uploadId: correction } = await resendEdited(ctx, { uploadId: third });
    await pipeline.drain();
    await confirmUpload(ctx, { uploadId: correction });
    await pipeline.drain();
    expect(await ctx.transaction((tx) => getUpload(tx, correction))).toMatchObject({
      refusalCode: null,
      acceptedCount: 1,
    });
  });
});
