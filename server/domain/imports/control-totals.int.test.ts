import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { confirmUpload, editRow, expectTotals, previewUpload, saveReading } from "./index";
import type { ExpectedTotals } from "./model/control-totals";
import { getWizard, listStoredRows, measureColumns } from "./queries";

let pipeline: Pipeline;
let ctx: Ctx;
let elsewhere: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  await pipeline.fund("ALFA");
  await pipeline.fund("CORTA", { rounding: "TRUNCATE" });
  ({ ctx: elsewhere } = await pipeline.person("gestor", [await pipeline.fund("OUTRO")]));
});
afterAll(() => pipeline?.close());

async function stage(body: string): Promise<string> {
  const uploadId = await pipeline.receive(ctx, body);
  await previewUpload(ctx, { uploadId, reading: {} });
  await pipeline.drain();
  return uploadId;
}
const wizard = (uploadId: string) => ctx.transaction((tx) => getWizard(tx, uploadId, true));
const expecting = (uploadId: string, expected: ExpectedTotals) => expectTotals(ctx, { uploadId, expected });
const confirmation = async (uploadId: string) => {
  const [event] = await pipeline.sql<{ told: { after?: unknown; reason?: string } }>(
    "select convert_from(canonical, 'UTF8')::jsonb as told from audit_event where subject_id = $1 and action = 'import.confirm'",
    [uploadId],
  );
  return event?.told;
};

let run = 0;
/** Two lines that go in, one that repeats the first, one that is rejected. */
function body(): string {
  run += 1;
  const first = `T${run}-1;ALFA;C;EXEM11;10,5;0,01;2026-07-13;1,0005`;
  return `${header}\n${first}\nT${run}-2;CORTA;V;EXEM11;0,00000001;0;2026-07-14;999999,999999\n${first}\nT${run}-4;ALFA;C;EXEM11;-3;0;2026-07-13;\n`;
}

describe("control totals", () => {
  test("are of the lines that go in, exact, each value rounded by its fund's rule", async () => {
    const uploadId = await stage(body());
    // 10.5 × 1.0005 = 10.50525, half up; 0.00000001 × 999999.999999 is cut to nothing.
    expect((await wizard(uploadId)).preview?.totals).toEqual({
      lines: 2,
      quantity: "10.50000001",
      valueCents: 1051n,
      pricedLines: 2,
    });
  });

  test("that match are told by the confirmation, as they were expected and as they were found", async () => {
    const uploadId = await stage(body());
    await expecting(uploadId, { lines: 2, quantity: "10.50000001", valueCents: 1051n });
    await confirmUpload(ctx, { uploadId });
    const told = await confirmation(uploadId);
    expect(told?.after).toEqual({
      control: {
        matches: true,
        totals: [
          { key: "lines", expected: "2", found: "2", matches: true },
          { key: "quantity", expected: "10.50000001", found: "10.50000001", matches: true },
          { key: "value", expected: "1051", found: "1051", matches: true },
        ],
      },
    });
    await expect(expecting(uploadId, {})).rejects.toMatchObject({ code: "upload.wrong_state" });
  });

  test("that differ stop the confirmation, until somebody says why; the reason stays in the trail", async () => {
    const uploadId = await stage(body());
    await expecting(uploadId, { lines: 4, valueCents: 1051n });
    await expect(confirmUpload(ctx, { uploadId })).rejects.toMatchObject({
      code: "upload.totals_differ",
      details: { differing: ["lines"] },
    });
    expect((await wizard(uploadId)).expectedTotals).toEqual({ lines: 4, valueCents: 1051n });
    await confirmUpload(ctx, { uploadId, reason: "as duas outras vêm amanhã" });
    expect(await confirmation(uploadId)).toMatchObject({
      reason: "as duas outras vêm amanhã",
      after: { control: { matches: false, totals: [{ key: "lines", expected: "4", found: "2" }, {}] } },
    });
  });

  test("are compared with the rows as they are now, or not at all", async () => {
    const uploadId = await stage(body());
    await expecting(uploadId, { lines: 3 });
    const quantity = { quantidade: "3" };
    await editRow(ctx, { uploadId, rowNo: 4, fields: quantity });
    await expect(confirmUpload(ctx, { uploadId })).rejects.toMatchObject({ code: "upload.totals_unknown" });
    await pipeline.drain();
    expect((await wizard(uploadId)).preview?.totals?.quantity).toBe("13.50000001");
    await saveReading(ctx, { uploadId, reading: { decimal: "," } });
    await expect(confirmUpload(ctx, { uploadId })).rejects.toMatchObject({ code: "upload.totals_unknown" });
    await previewUpload(ctx, { uploadId, reading: { decimal: "," } });
    await pipeline.drain();
    await confirmUpload(ctx, { uploadId });
    expect(await confirmation(uploadId)).toMatchObject({ after: { control: { matches: true } } });
  });

  test("are nobody else's to say", async () => {
    const uploadId = await stage(body());
    await expect(expectTotals(elsewhere, { uploadId, expected: { lines: 1 } })).rejects.toMatchObject({
      code: "upload.not_found",
    });
  });
});

describe("what will be stored", () => {
  test("is shown as it is kept, and never to who does not see the file", async () => {
    const uploadId = await stage(body());
    const rows = await ctx.transaction((tx) => listStoredRows(tx, uploadId));
    expect(rows.map(({ lineNo }) => lineNo)).toEqual([2, 3, 4]);
    expect(rows[0]).toMatchObject({
      fund: "ALFA",
      side: "BUY",
      asset: "EXEM11",
      assetClass: null,
      quantity: "10.5",
      rate: "0.01",
      operationOn: "2026-07-13",
      informedUnitPrice: "1.0005",
      settlementOn: null,
    });
    await expect(elsewhere.transaction((tx) => listStoredRows(tx, uploadId))).rejects.toMatchObject({
      code: "upload.not_found",
    });
    await expect(elsewhere.transaction((tx) => measureColumns(tx, uploadId))).rejects.toMatchObject({
      code: "upload.not_found",
    });
  });

  test("is measured by column: what is empty, how many different values, the least and the greatest", async () => {
    const uploadId = await stage(body());
    const { rows, isWhole, fields } = await ctx.transaction((tx) => measureColumns(tx, uploadId));
    expect({ rows, isWhole }).toEqual({ rows: 3, isWhole: true });
    const byField = Object.fromEntries(fields.map(({ field, ...figures }) => [field, figures]));
    expect(byField).toMatchObject({
      externalId: { empty: 0, distinct: 2, least: null, most: null },
      fund: { empty: 0, distinct: 2 },
      quantity: { empty: 0, distinct: 2, least: "0.00000001", most: "10.5" },
      rate: { least: "0", most: "0.01" },
      operationOn: { distinct: 2, least: "2026-07-13", most: "2026-07-14" },
      settlementOn: { empty: 3, distinct: 0, least: null, most: null },
    });
  });
});
