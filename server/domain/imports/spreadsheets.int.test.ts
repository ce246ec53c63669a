import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { type Cell, makeSpreadsheet } from "#server/testing/spreadsheet-file";
import { completeUpload, confirmUpload, createUpload, previewUpload } from "./index";
import type { Reading } from "./model/reading";
import { getDiagnosis, getUpload, listStagedRows } from "./queries";

let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  await pipeline.fund("ALFA");
});
afterAll(() => pipeline?.close());

async function receive(bytes: Buffer): Promise<string> {
  const { uploadId, storageKey } = await createUpload(ctx, {
    fileName: "operacoes.xlsx",
    kind: "operacoes",
    channel: "tela",
  });
  await ctx.ports.storage.write(storageKey, Readable.from([bytes]), 2 ** 31);
  await completeUpload(ctx, { uploadId });
  return uploadId;
}

const diagnose = (uploadId: string) => ctx.transaction((tx) => getDiagnosis(tx, { uploadId }));
async function preview(uploadId: string, reading: Reading = {}) {
  await previewUpload(ctx, { uploadId, reading });
  await pipeline.drain();
  return ctx.transaction((tx) => getUpload(tx, uploadId));
}
const rowOf = async (uploadId: string) =>
  (
    await pipeline.sql(
      "select external_id as id, side, quantity::text, rate::text, operation_on::text as day, state from upload_row where upload_id = $1 order by row_no",
      [uploadId],
    )
  ).map((row) => ({ ...row }));

const names: Cell[] = header.split(";");
const line = (id: string, quantity: Cell, rate: Cell): Cell[] => [
  id,
  "ALFA",
  "C",
  "EXEM11",
  quantity,
  rate,
  { day: "2026-07-15" },
];

describe("a spreadsheet", () => {
  test("is opened apart, diagnosed with its sheets, and read with its exact numbers and days", async () => {
    const uploadId = await receive(
      makeSpreadsheet({
        "Operações &amp; cia": [
          names,
          line("X1", 1.234, 0.015),
          line("X2", 1234567.5, "0,0015"),
          line("Ação", 3e-7, 0),
        ],
        Outra: [["nada"]],
      }),
    );
    expect(await diagnose(uploadId)).toMatchObject({ kind: "xlsx", isPending: true, isComplete: false });
    await pipeline.drain();
    const shown = await diagnose(uploadId);
    expect(shown).toMatchObject({
      kind: "xlsx",
      isPending: false,
      isComplete: true,
      refusal: null,
      missing: [],
    });
    expect(shown.sheets).toEqual(["Operações & cia", "Outra"]);
    expect(await preview(uploadId)).toMatchObject({ state: "PREVIEWED", rowCount: 3 });
    expect(await rowOf(uploadId)).toMatchObject([
      {
        id: "X1",
        side: "BUY",
        quantity: "1.23400000",
        rate: "0.015000000000",
        day: "2026-07-15",
        state: "VALID",
      },
      { id: "X2", quantity: "1234567.50000000", rate: "0.001500000000", state: "VALID" },
      { id: "Ação", quantity: "0.00000030", state: "VALID" },
    ]);
  });

  test("is read from the sheet that a person chooses; a sheet that is not there is refused", async () => {
    const uploadId = await receive(
      makeSpreadsheet({
        Capa: [["Relatório"], ["de julho"]],
        Dados: [["Relatório"], [], names, line("S1", 2, 0)],
      }),
    );
    expect(await preview(uploadId)).toMatchObject({ state: "REFUSED" });
    expect(await preview(uploadId, { sheet: "Dados" })).toMatchObject({ state: "PREVIEWED", rowCount: 1 });
    const { items } = await ctx.transaction((tx) => listStagedRows(tx, { uploadId }));
    expect(items[0]).toMatchObject({ lineNo: 4, state: "VALID" });
    expect(await preview(uploadId, { sheet: "Outra" })).toMatchObject({
      state: "REFUSED",
      refusalCode: "SPREADSHEET_NO_SHEET",
    });
  });

  test("goes the same way when it is confirmed at once, as REST and the command line do", async () => {
    const uploadId = await receive(makeSpreadsheet({ Dados: [names, line("R1", 2, 0)] }));
    await confirmUpload(ctx, { uploadId });
    await pipeline.drain();
    expect(await ctx.transaction((tx) => getUpload(tx, uploadId))).toMatchObject({ acceptedCount: 1 });
    const [kept] = await pipeline.sql<{ same: boolean }>(
      "select size_bytes <> text_bytes and text_key <> storage_key as same from upload where id = $1",
      [uploadId],
    );
    expect(kept?.same).toBe(true);
  });

  test.each<[string, string, Buffer]>([
    [
      "with macros",
      "SPREADSHEET_MACROS",
      makeSpreadsheet({ A: [names] }, [{ name: "xl/vbaProject.bin", text: "x" }]),
    ],
    [
      "that says it is larger than we open",
      "SPREADSHEET_TOO_LARGE",
      makeSpreadsheet({ A: [names] }, [{ name: "xl/media/a.bin", text: "x", saysSize: 2 ** 31 }]),
    ],
    [
      "that grows beyond what it says",
      "SPREADSHEET_TOO_LARGE",
      makeSpreadsheet({ A: [names] }, [
        { name: "xl/media/a.bin", text: Buffer.alloc(30 * 1024 * 1024), saysSize: 1_000 },
      ]),
    ],
    ["that is cut short", "SPREADSHEET_BROKEN", makeSpreadsheet({ A: [names] }).subarray(0, 900)],
  ])("%s is refused with what to do, and leaves nothing", async (_, code, bytes) => {
    const uploadId = await receive(bytes);
    await pipeline.drain();
    const upload = await ctx.transaction((tx) => getUpload(tx, uploadId));
    expect(upload).toMatchObject({ state: "REFUSED", refusalCode: code });
    expect(upload.refusal?.fix).toMatch(/\p{L}{3}/u);
  });
});
