import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { type Cell, makeWorkbook, makeZip } from "../../../bench/generate/workbook";
import { confirmUpload, openOriginal, openRejectedCsv, previewUpload, saveReading } from "./index";
import type { Reading } from "./model/reading";
import { encodeUtf16 } from "./model/utf16";
import { getDiagnosis, getUpload, listStagedRows } from "./queries";

let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  await pipeline.fund("ALFA");
});
afterAll(() => pipeline?.close());

const receive = (bytes: Buffer) => pipeline.receive(ctx, bytes);

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
      makeWorkbook({
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
      makeWorkbook({
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

  test("is shown at the sheet that a person chooses before anything is read", async () => {
    const uploadId = await receive(
      makeWorkbook({ Capa: [["Relatório"], ["de julho"]], Dados: [names, line("H1", 2, 0)] }),
    );
    await pipeline.drain();
    expect(await diagnose(uploadId)).toMatchObject({ isComplete: false, header: { names: ["Relatório"] } });
    await saveReading(ctx, { uploadId, reading: { sheet: "Dados" } });
    expect(await diagnose(uploadId)).toMatchObject({ isPending: true, sheets: ["Capa", "Dados"] });
    await pipeline.drain();
    expect(await diagnose(uploadId)).toMatchObject({ isPending: false, isComplete: true, refusal: null });
    expect(await preview(uploadId, { sheet: "Dados" })).toMatchObject({ state: "PREVIEWED", rowCount: 1 });
  });

  test("whose first sheet is empty is not an empty file: another sheet can be chosen", async () => {
    const uploadId = await receive(makeWorkbook({ Capa: [], Dados: [names, line("E1", 2, 0)] }));
    await pipeline.drain();
    expect(await diagnose(uploadId)).toMatchObject({
      sheets: ["Capa", "Dados"],
      refusal: { code: "SPREADSHEET_EMPTY_SHEET" },
    });
    expect(await preview(uploadId)).toMatchObject({ refusalCode: "SPREADSHEET_EMPTY_SHEET" });
    expect(await preview(uploadId, { sheet: "Dados" })).toMatchObject({ state: "PREVIEWED", rowCount: 1 });
  });

  test("goes the same way when it is confirmed at once, as REST and the command line do", async () => {
    const uploadId = await receive(makeWorkbook({ Dados: [names, line("R1", 2, 0)] }));
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
      makeWorkbook({ A: [names] }, { more: [{ name: "xl/vbaProject.bin", text: "x" }] }),
    ],
    [
      "that says it is larger than we open",
      "SPREADSHEET_TOO_LARGE",
      makeWorkbook({ A: [names] }, { more: [{ name: "xl/media/a.bin", text: "x", saysSize: 2 ** 31 }] }),
    ],
    [
      "that grows beyond what it says",
      "SPREADSHEET_TOO_LARGE",
      makeWorkbook(
        { A: [names] },
        { more: [{ name: "xl/media/a.bin", text: Buffer.alloc(30 * 1024 * 1024), saysSize: 1_000 }] },
      ),
    ],
    ["that is cut short", "SPREADSHEET_BROKEN", makeWorkbook({ A: [names] }).subarray(0, 900)],
  ])("%s is refused with what to do, and leaves nothing", async (_, code, bytes) => {
    const uploadId = await receive(bytes);
    await pipeline.drain();
    const upload = await ctx.transaction((tx) => getUpload(tx, uploadId));
    expect(upload).toMatchObject({ state: "REFUSED", refusalCode: code });
    expect(upload.refusal?.fix).toMatch(/\p{L}{3}/u);
  });
});

describe("a ZIP", () => {
  const good = (id: string) => `${header}\n${id};ALFA;C;EXEM11;1,5;0;15/07/2026;\n`;
  const bad = (id: string) => `${id};ALFA;C;EXEM11;muitos;0;15/07/2026;São\n`;

  test.each<[string, string, string | Buffer]>([
    ["a CSV in UTF-8", "operações.csv", good("ZA")],
    ["a text in Windows-1252", "pasta/OPERACOES.TXT", Buffer.from(good("Zé"), "latin1")],
    ["Excel's Unicode text", "operacoes.txt", Buffer.from(encodeUtf16(`\ufeff${good("Zç")}`, "utf-16le"))],
    ["a spreadsheet", "operacoes.xlsx", makeWorkbook({ Dados: [names, line("ZX", 1.5, 0)] })],
  ])("with %s in it is opened apart, diagnosed and read as that file is", async (_, name, text) => {
    const litter = [
      { name: "__MACOSX/._operacoes.csv", text: "x" },
      { name: ".DS_Store", text: "x" },
    ];
    const uploadId = await receive(makeZip([...litter, { name, text }]));
    expect(await diagnose(uploadId)).toMatchObject({ isPending: true, isComplete: false });
    await pipeline.drain();
    expect(await diagnose(uploadId)).toMatchObject({ isPending: false, isComplete: true, refusal: null });
    expect(await preview(uploadId)).toMatchObject({ state: "PREVIEWED", rowCount: 1 });
    const [row] = await rowOf(uploadId);
    expect(row).toMatchObject({ quantity: "1.50000000", state: "VALID" });
    expect(row?.id).toMatch(/^Z[AéçX]$/);
  });

  test("is kept as it came; its rejected lines come back as the text in it is written", async () => {
    const bytes = makeZip([{ name: "a.csv", text: Buffer.from(`${good("ZR1")}${bad("ZR2")}`, "latin1") }]);
    const uploadId = await receive(bytes);
    await confirmUpload(ctx, { uploadId });
    await pipeline.drain();
    expect(await ctx.transaction((tx) => getUpload(tx, uploadId))).toMatchObject({
      acceptedCount: 1,
      rejectedCount: 1,
    });
    const original = await openOriginal(ctx, uploadId);
    expect(Buffer.concat(await original.bytes.toArray()).equals(bytes)).toBe(true);
    const { body, charset } = await openRejectedCsv(ctx, uploadId);
    expect(charset).toBe("windows-1252");
    expect(Buffer.from(await new Response(body).arrayBuffer()).toString("latin1")).toContain("São");
  });

  const csv = { name: "a.csv", text: good("ZZ") };
  const [bomb, lie] = [Buffer.alloc(30 * 1024 * 1024, ";"), { name: "a.csv", text: Buffer.alloc(9_000_000) }];
  test.each<[string, string, RegExp, Buffer]>([
    ["with two files", "ZIP_NOT_ONE", /a\.csv.*b\.csv/, makeZip([csv, { ...csv, name: "b.csv" }])],
    ["with many", "ZIP_NOT_ONE", /e outros/, makeZip([..."abcdefgh"].map((name) => ({ name, text: "x" })))],
    [
      "with another ZIP",
      "ZIP_NOT_ONE",
      /dentro\.zip/,
      makeZip([{ name: "dentro.zip", text: makeZip([csv]) }]),
    ],
    ["with nothing of ours", "ZIP_NOT_ONE", /sem nenhum/, makeZip([{ name: "pasta/", text: "" }])],
    ["that grows too much", "ZIP_TOO_LARGE", /além do razoável/, makeZip([{ name: "a.csv", text: bomb }])],
    ["that grows beyond what it says", "ZIP_TOO_LARGE", /maior/, makeZip([{ ...lie, saysSize: 1_000 }])],
    [
      "that says it is larger than we open",
      "ZIP_TOO_LARGE",
      /maior/,
      makeZip([{ ...csv, saysSize: 2 ** 31 }]),
    ],
    ["that is cut short", "ZIP_BROKEN", /danificado/, makeZip([csv]).subarray(0, 90)],
    [
      "with a spreadsheet with macros",
      "SPREADSHEET_MACROS",
      /macros/,
      makeZip([
        {
          name: "a.xlsx",
          text: makeWorkbook({ A: [names] }, { more: [{ name: "xl/vbaProject.bin", text: "x" }] }),
        },
      ]),
    ],
  ])("%s is refused with what to do, and leaves nothing", async (_, code, got, bytes) => {
    const uploadId = await receive(bytes);
    await pipeline.drain();
    const upload = await ctx.transaction((tx) => getUpload(tx, uploadId));
    expect(upload).toMatchObject({ state: "REFUSED", refusalCode: code });
    expect(upload.refusal?.got).toMatch(got);
    expect((await diagnose(uploadId)).refusal?.code).toBe(code);
    expect(upload.refusal?.fix).toMatch(/\p{L}{3}/u);
  });
});

describe.each(["utf-16le", "utf-16be"] as const)("Excel's Unicode text in %s", (encoding) => {
  test("is diagnosed, read, and gives its rejected lines back as it came", async () => {
    const own = `${encoding}-`;
    const text = `\ufeff${header}\r\n${own}Ação;ALFA;C;EXEM11;1,5;0;15/07/2026;\r\n${own}São Paulo;ALFA;C;EXEM11;muitos;0;15/07/2026;\r\n`;
    const uploadId = await receive(Buffer.from(encodeUtf16(text.replaceAll(";", "\t"), encoding)));
    expect(await diagnose(uploadId)).toMatchObject({
      kind: "text",
      isPending: false,
      isComplete: true,
      encoding: {
        chosen: encoding,
        why: "BOM",
        candidates: [{ encoding, samples: [`${own}Ação`, `${own}São`] }],
      },
      delimiter: { chosen: "\t" },
      sheets: null,
    });
    expect(await preview(uploadId)).toMatchObject({ state: "PREVIEWED", rowCount: 2, encoding });
    expect(await diagnose(uploadId)).toMatchObject({ kind: "text", encoding: { chosen: encoding } });
    const [first, second] = await rowOf(uploadId);
    expect(first).toMatchObject({ id: `${own}Ação`, quantity: "1.50000000", state: "VALID" });
    expect(second).toMatchObject({ state: "REJECTED" });

    const { body, charset } = await openRejectedCsv(ctx, uploadId);
    const rejected = Buffer.from(await new Response(body).arrayBuffer());
    expect(charset).toBe(encoding);
    const back = new TextDecoder(encoding).decode(rejected);
    expect(back.split("\r\n")[0]).toBe(`${header};_linha;_erro;_sugestao;_chave`.replaceAll(";", "\t"));
    expect(back).toContain(`${own}São Paulo\tALFA`);
    const again = await receive(Buffer.from(encodeUtf16(`\ufeff${back.replace("muitos", "3")}`, encoding)));
    expect(await preview(again)).toMatchObject({ state: "PREVIEWED", rowCount: 1 });
    expect(await rowOf(again)).toMatchObject([{ id: `${own}São Paulo`, state: "VALID" }]);
  });
});
