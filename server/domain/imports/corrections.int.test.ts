import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import {
  applyFix,
  cancelUpload,
  confirmUpload,
  editRow,
  markPresence,
  openRejectedCsv,
  previewUpload,
  resendEdited,
} from "./index";
import { encodeWindows1252 } from "./model/encoding";
import { joinFields, splitFields } from "./model/fields";
import type { Reading } from "./model/reading";
import { getUpload, getWizard, listCorrectionRows, listProblemGroups, listStagedRows } from "./queries";
import type { FixKind } from "./schemas";

const day = "2026-07-15";
let pipeline: Pipeline;
let ctx: Ctx;
let colleague: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  ({ ctx } = await pipeline.person("operacao"));
  ({ ctx: colleague } = await pipeline.person("gestor"));
  for (const code of ["ALFA", "BETA", "GAMA", "DELTA", "ZERO"])
    await pipeline.fund(code, { openingCents: 10n ** 14n });
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of assetClasses)
      pipeline.prices.serve(assetClass, on, { assetCode: `OUTRO-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM11", unitPrice: "100.5" });
  }
});
afterAll(() => pipeline?.close());

const receive = (body: string | Uint8Array, parentId: string | null = null) =>
  pipeline.receive(ctx, body, { fileName: "operações.csv", parentId });

async function preview(uploadId: string, reading: Reading = {}): Promise<void> {
  await previewUpload(ctx, { uploadId, reading });
  await pipeline.drain();
}

async function run(uploadId: string) {
  await confirmUpload(ctx, { uploadId });
  await pipeline.drain();
  return await ctx.transaction((tx) => getUpload(tx, uploadId));
}

const look = (uploadId: string) => ctx.transaction((tx) => getWizard(tx, uploadId, true));
const groupsOf = (uploadId: string) => ctx.transaction((tx) => listProblemGroups(tx, uploadId));
const rowsOf = async (uploadId: string) =>
  (await ctx.transaction((tx) => listStagedRows(tx, { uploadId, limit: 500 }))).items;

describe("a file mended outside and sent back", () => {
  const bad = new Set(Array.from({ length: 13 }, (_, i) => 37 + i * 700));
  const source = Array.from({ length: 10_000 }, (_, i) => {
    const side = bad.has(i) ? "compração" : i % 2 ? "C" : "V";
    return `R${i};ALFA;${side};EXEM11;${i % 2 ? "10" : "0,5"};0,001;15/07/2026;`;
  });
  let parentId: string;
  let text: string;

  test("comes from a download in the source's own columns, encoding and delimiter", async () => {
    parentId = await receive(encodeWindows1252(`${header}\n${source.join("\n")}\n`));
    await preview(parentId);
    expect((await look(parentId)).preview).toMatchObject({ rows: 10_000, valid: 9_987, rejected: 13 });
    expect(await run(parentId)).toMatchObject({
      acceptedCount: 9_987,
      rejectedCount: 13,
      encoding: "windows-1252",
    });
    const { body, charset } = await openRejectedCsv(ctx, parentId);
    const bytes = new Uint8Array(await new Response(body).arrayBuffer());
    expect(charset).toBe("windows-1252");
    text = Buffer.from(bytes).toString("latin1");
    const lines = text.trimEnd().split("\r\n");
    expect(lines[0]).toBe(`${header};_linha;_erro;_sugestao;_chave`);
    expect(lines).toHaveLength(14);
    expect(lines[1]).toContain("compração");
  });

  test("is matched by its keys: what changed is taken, what did not is told so, and no line twice", async () => {
    const [top, ...lines] = text.trimEnd().split("\r\n");
    // Only the columns and the keys count; what else the download added may be gone or garbled.
    const mended = lines.map((line, index) => {
      const fields = splitFields(line, ";") as string[];
      fields[2] = index < 11 ? "C" : (fields[2] as string);
      fields[9] = "";
      return joinFields(fields, ";");
    });
    const child = await receive(Buffer.from(`${[top, ...mended].join("\r\n")}\r\n`, "latin1"), parentId);
    await preview(child);
    expect((await look(child)).preview).toMatchObject({ rows: 13, valid: 11, rejected: 2, wouldExecute: 11 });
    expect(await run(child)).toMatchObject({ acceptedCount: 11, rejectedCount: 2, duplicateCount: 0 });
    const unchanged = (await rowsOf(child)).filter(({ state }) => state === "REJECTED");
    expect(unchanged.map(({ code }) => code)).toEqual(["CORRECTION_UNCHANGED", "CORRECTION_UNCHANGED"]);
    const thread = await look(parentId);
    expect(thread.corrections).toMatchObject([{ uploadId: child, state: "DONE", accepted: 11, rejected: 2 }]);
    expect((await look(child)).parent).toEqual({ uploadId: parentId, fileName: "operações.csv" });
    // The whole file sent back: what is in already stays what it is.
    const whole = source.map((line) => line.replace("compração", "C"));
    const again = await receive(encodeWindows1252(`${header}\n${whole.join("\n")}\n`), parentId);
    expect(await run(again)).toMatchObject({ acceptedCount: 2, rejectedCount: 0, duplicateCount: 9_998 });
  });
});

describe("rejected lines mended in place", () => {
  test("are sent again alone, once, and read as their file was", async () => {
    const body = [
      `E1;ALFA;X;EXEM11;1.234;0,01;15/07/2026;`,
      `E2;ALFA;C;EXEM11;1,5;0,01;15/07/2026;`,
      `E3;ALFA;;EXEM11;7;0,01;15/07/2026;`,
    ];
    const uploadId = await receive(`${header}\n${body.join("\n")}\n`);
    expect(await run(uploadId)).toMatchObject({ acceptedCount: 1, rejectedCount: 2 });
    const row = await editRow(colleague, { uploadId, rowNo: 1, fields: { tipo: "C" } });
    expect(row).toMatchObject({
      state: "REJECTED",
      fields: ["E1", "ALFA", "C", "EXEM11", "1.234", "0,01", "15/07/2026", ""],
    });
    expect(row.editedFrom?.[2]).toBe("X");
    await expect(editRow(ctx, { uploadId, rowNo: 2, fields: { tipo: "V" } })).rejects.toMatchObject({
      code: "upload.row_not_found",
    });
    expect((await look(uploadId)).edits).toEqual({ total: 1, unsent: 1 });
    const { uploadId: child } = await resendEdited(ctx, { uploadId });
    await pipeline.drain();
    const { items } = await ctx.transaction((tx) => listCorrectionRows(tx, { uploadId: child }));
    expect(items).toMatchObject([
      { fate: "sent", correctsLine: 2, changes: [{ name: "tipo", before: "X", after: "C" }] },
    ]);
    expect(await run(child)).toMatchObject({ state: "DONE", rowCount: 1, acceptedCount: 1 });
    const [kept] = await pipeline.sql<{ quantity: string }>(
      "select quantity::text from operation where upload_id = $1",
      [child],
    );
    // `1.234` alone would be doubtful: the file that it comes from settled it.
    expect(kept?.quantity).toBe("1234.00000000");
    await expect(resendEdited(ctx, { uploadId })).rejects.toMatchObject({ code: "upload.nothing_edited" });
    expect(await resendEdited(ctx, { uploadId, rowNos: [1] })).toEqual({ uploadId: child });
  });

  test("wait to be sent again when the person discards the correction", async () => {
    const uploadId = await receive(`${header}\nE9;ALFA;X;EXEM11;1;0,01;15/07/2026;\n`);
    await run(uploadId);
    await editRow(ctx, { uploadId, rowNo: 1, fields: { tipo: "C" } });
    const { uploadId: child } = await resendEdited(ctx, { uploadId });
    expect((await look(uploadId)).edits).toEqual({ total: 1, unsent: 0 });
    await cancelUpload(ctx, { uploadId: child });
    expect((await look(uploadId)).edits).toEqual({ total: 1, unsent: 1 });
    expect(await resendEdited(ctx, { uploadId })).not.toEqual({ uploadId: child });
  });
});

describe("repairs of one click", () => {
  const [cnpj] = ["00000000000191"];
  type Case = [
    name: string,
    code: string,
    column: string | null,
    kind: FixKind,
    lines: string[],
    more?: Reading,
  ];
  test.each<Case>([
    [
      "a zero lost on the left of a CNPJ",
      "FUND_FORBIDDEN",
      "fundo",
      "pad_cnpj",
      [`;${String(Number(cnpj))};C;EXEM11;1;0;${day};`],
    ],
    [
      "words for the side",
      "SIDE_UNKNOWN",
      "tipo",
      "side_word",
      [";ALFA;Compras ;EXEM11;1;0;2026-07-15;", ";ALFA;vendido;EXEM11;1;0;2026-07-15;"],
    ],
    [
      "a percentage",
      "RATE_RANGE",
      "taxa",
      "percent",
      [";ALFA;C;EXEM11;1;1,5%;2026-07-15;", ";ALFA;C;EXEM11;1;0.25 %;2026-07-15;"],
    ],
    ["a sale with a sign", "NOT_POSITIVE", "quantidade", "drop_sign", [";ALFA;V;EXEM11;-1;0;2026-07-15;"]],
    [
      "thousands or decimals",
      "NUMBER_AMBIGUOUS",
      "quantidade",
      "decimal_point",
      [";ALFA;C;EXEM11;1.234;0;2026-07-15;", ";ALFA;C;EXEM11;2.500;0;2026-07-15;"],
    ],
    [
      "invisible marks",
      "CONTROL_CHARACTER",
      "operacao_id",
      "strip_invisible",
      ["\u200bX;ALFA;C;EXEM11;1;0;2026-07-15;"],
    ],
    [
      "months before days",
      "DATE_IMPOSSIBLE",
      "data_operacao",
      "date_mdy",
      [";ALFA;C;EXEM11;1;0;07/15/2026;", ";ALFA;C;EXEM11;2;0;07/14/2026;"],
    ],
  ])("%s", async (name, code, column, kind, lines) => {
    const body = lines.map((line, i) =>
      line.startsWith(";") ? `${name.slice(0, 5)}${i}${line}` : `${line}`,
    );
    const uploadId = await receive(`${header}\n${body.join("\n")}\n`);
    await preview(uploadId);
    const [group] = (await groupsOf(uploadId)).filter((each) => each.code === code);
    expect(group).toMatchObject({ column, severity: "error", count: lines.length });
    const offered = [group?.fix, ...(group?.otherFixes ?? [])].find((fix) => fix?.kind === kind);
    expect(offered).toMatchObject({ kind, count: lines.length, isCountExact: true });
    expect(await applyFix(colleague, { uploadId, code, column, kind })).toEqual({ changed: lines.length });
    await pipeline.drain();
    const { preview: after } = await look(uploadId);
    expect(after).toMatchObject({ rows: lines.length, valid: lines.length, rejected: 0 });
    if (kind === "decimal_point") {
      const [kept] = await pipeline.sql(
        "select quantity::text from upload_row where upload_id = $1 and row_no = 1",
        [uploadId],
      );
      expect(kept).toEqual({ quantity: "1.23400000" });
    }
    expect(await run(uploadId)).toMatchObject({ acceptedCount: lines.length });
    await expect(applyFix(ctx, { uploadId, code, column, kind })).rejects.toMatchObject({
      code: "upload.wrong_state",
    });
  });

  test("keeping the last of lines with one id leaves the others out, and says so", async () => {
    const body = [
      "K1;ALFA;C;EXEM11;1;0",
      "K1;ALFA;C;EXEM11;2;0",
      "K1;ALFA;C;EXEM11;3;0",
      "K2;ALFA;C;EXEM11;1;0",
      "K2;ALFA;C;EXEM11;1;0",
    ];
    const uploadId = await receive(`${header}\n${body.map((line) => `${line};${day};`).join("\n")}\n`);
    await preview(uploadId);
    const groups = await groupsOf(uploadId);
    expect(
      groups.map(({ code, severity, count, fix }) => [code, severity, count, fix?.kind ?? null]),
    ).toEqual([
      ["OPERATION_ID_REUSED", "error", 2, "keep_last"],
      ["DUPLICATE", "warning", 1, null],
    ]);
    await applyFix(ctx, { uploadId, code: "OPERATION_ID_REUSED", column: null, kind: "keep_last" });
    await pipeline.drain();
    expect((await rowsOf(uploadId)).map(({ code, isLeftOut }) => [code, isLeftOut])).toEqual([
      ["LEFT_OUT", true],
      ["LEFT_OUT", true],
      [null, false],
      [null, false],
      [null, false],
    ]);
    expect(await run(uploadId)).toMatchObject({ acceptedCount: 2, rejectedCount: 2, duplicateCount: 1 });
    const kept = await pipeline.sql(
      "select quantity::text as q from operation where upload_id = $1 order by row_no",
      [uploadId],
    );
    expect(kept.map(({ q }) => q)).toEqual(["3.00000000", "1.00000000"]);
  });
});

describe("a line edited before confirmation", () => {
  test("is decided anew, outlives another reading, can be undone, and each change is on record", async () => {
    const uploadId = await receive(
      `${header}\nL1;ALFA;X;EXEM11;1,234;0;07/15/2026;\nL2;ALFA;C;EXEM11;1;0;07/15/2026;\n`,
    );
    await preview(uploadId);
    await editRow(ctx, { uploadId, rowNo: 1, fields: { tipo: "C" } });
    expect((await look(uploadId)).isPreviewStale).toBe(true);
    await preview(uploadId, { dateOrder: "mdy", decimal: "," });
    expect((await look(uploadId)).preview).toMatchObject({ valid: 2, rejected: 0 });
    expect((await rowsOf(uploadId))[0]).toMatchObject({
      state: "VALID",
      raw: "L1;ALFA;X;EXEM11;1,234;0;07/15/2026;",
    });
    await editRow(ctx, { uploadId, rowNo: 2, fields: null });
    await editRow(ctx, { uploadId, rowNo: 1, fields: { tipo: "X" } });
    await pipeline.drain();
    expect((await rowsOf(uploadId)).map(({ code, editedFrom }) => [code, editedFrom !== null])).toEqual([
      ["SIDE_UNKNOWN", false],
      ["LEFT_OUT", true],
    ]);
    expect((await look(uploadId)).isPreviewStale).toBe(false);
    const events = await pipeline.sql<{ action: string }>(
      "select action from audit_event where subject_id = $1 and action in ('import.read', 'import.edit') order by seq",
      [uploadId],
    );
    expect(events.map(({ action }) => action)).toEqual([
      "import.read",
      "import.edit",
      "import.read",
      "import.edit",
      "import.edit",
    ]);
  });
});

test("two people at one file are told of each other", async () => {
  const uploadId = await receive(`${header}\nP1;ALFA;C;EXEM11;1;0;${day};\n`);
  await markPresence(ctx, { uploadId, step: "colunas" });
  await markPresence(colleague, { uploadId, step: "arquivo" });
  await markPresence(colleague, { uploadId, step: "previa" });
  const { presence } = await look(uploadId);
  expect(presence.map(({ step, isMe }) => [step, isMe])).toEqual([
    ["colunas", true],
    ["previa", false],
  ]);
  await pipeline.sql("update upload_presence set seen_at = now() - interval '1 minute'");
  expect((await look(uploadId)).presence).toEqual([]);
});
