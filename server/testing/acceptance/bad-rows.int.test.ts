import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "#server/kernel/context";
import { operationsHeader as header, openPipeline, type Pipeline } from "../pipeline";

const day = "2026-07-15";
let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  const own = await pipeline.fund("ALFA");
  await pipeline.fund("ALHEIO");
  ({ ctx } = await pipeline.person("operacao", [own]));
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const) {
      const assetCode = assetClass === "debentures" ? "EXEM12" : `OUTRO-${assetClass}`;
      pipeline.prices.serve(assetClass, on, { assetCode, unitPrice: "100.123456" });
    }
  }
});
afterAll(() => pipeline?.close());

type Row = {
  rowNo: number;
  lineNo: number;
  state: string;
  code: string | null;
  problem: Record<string, string> | null;
};

async function rowsOf(uploadId: string): Promise<Row[]> {
  return await pipeline.sql<Row>(
    `select row_no as "rowNo", line_no as "lineNo", state, code, problem from upload_row where upload_id = $1 order by row_no`,
    [uploadId],
  );
}

async function sendAndDrain(body: string | Buffer): Promise<Row[]> {
  const uploadId = await pipeline.send(ctx, body);
  await pipeline.drain();
  return await rowsOf(uploadId);
}

const fields = ["ALFA", "C", "EXEM12", "10,5", "0,01", day, ""];
/** The good line with one field (0 is the fund) replaced. */
const withField = (index: number, value: string) => fields.with(index, value).join(";");

const bad: readonly [what: string, code: string, column: string | null, line: string | Buffer][] = [
  [
    "a quantity with the decimal point of another country",
    "NUMBER_FORMAT",
    "quantidade",
    withField(3, "1,234.56"),
  ],
  ["NaN", "NUMBER_FORMAT", "quantidade", withField(3, "NaN")],
  ["1e400", "NUMBER_FORMAT", "quantidade", withField(3, "1e400")],
  ["Infinity", "NUMBER_FORMAT", "quantidade", withField(3, "Infinity")],
  ["digits of another script", "NUMBER_FORMAT", "quantidade", withField(3, "１２")],
  ["a negative quantity", "NOT_POSITIVE", "quantidade", withField(3, "-1,5")],
  ["a quantity in brackets", "NOT_POSITIVE", "quantidade", withField(3, "(1,50)")],
  ["a quantity of zero", "NOT_POSITIVE", "quantidade", withField(3, "0,00")],
  ["a quantity of nine decimals", "NUMBER_SCALE", "quantidade", withField(3, "1,123456789")],
  ["a quantity beyond any fund", "NUMBER_TOO_LARGE", "quantidade", withField(3, "9999999999999999")],
  ["a rate of one", "RATE_RANGE", "taxa", withField(4, "1")],
  ["a rate in percent", "RATE_RANGE", "taxa", withField(4, "1,5%")],
  ["a day that does not exist", "DATE_IMPOSSIBLE", "data_operacao", withField(5, "31/02/2026")],
  ["a month before the day", "DATE_IMPOSSIBLE", "data_operacao", withField(5, "07/15/2026")],
  ["no date", "DATE_FORMAT", "data_operacao", withField(5, "ontem")],
  ["a day of another century", "DATE_OUT_OF_RANGE", "data_operacao", withField(5, "15/07/1926")],
  ["a fund that is another's", "FUND_FORBIDDEN", "fundo", withField(0, "ALHEIO")],
  ["a fund that does not exist", "FUND_FORBIDDEN", "fundo", withField(0, "NENHUM")],
  ["an unknown side", "SIDE_UNKNOWN", "tipo", withField(1, "X")],
  ["no asset", "FIELD_EMPTY", "ativo", withField(2, "")],
  ["an asset that is a formula", "ASSET_FORMAT", "ativo", withField(2, "=1+1")],
  ["a field missing", "FIELD_COUNT", null, "ALFA;C;EXEM12;10,5"],
  ["a field too many", "FIELD_COUNT", null, `${fields.join(";")};sobra`],
  ["a NUL byte", "NUL_BYTE", null, withField(2, "EX\u0000EM12")],
  ["bytes of another encoding", "INVALID_ENCODING", null, Buffer.from(withField(2, "AÇÃO12"), "latin1")],
  ["a field of 1 MB", "RECORD_TOO_LONG", null, withField(2, "x".repeat(1_048_576))],
  ["a quote that does not close", "UNCLOSED_QUOTE", null, withField(2, '"EXEM12')],
];

test("each bad line is rejected alone, with where, what was expected, what came and how to fix it; the others execute", async () => {
  const parts: Buffer[] = [Buffer.from(`${header}\nBOM-0;${fields.join(";")}\nção;${fields.join(";")}\n`)];
  for (const [index, [, , , line]] of bad.entries()) {
    parts.push(
      Buffer.from(`R${index};`),
      Buffer.from(line),
      Buffer.from(`\nBOM-${index + 1};${fields.join(";")}\n`),
    );
  }
  const rows = await sendAndDrain(Buffer.concat(parts));
  const rejected = rows.filter((row) => row.state === "REJECTED");
  expect(rejected.map((row) => [row.code, row.problem?.column ?? null])).toEqual(
    bad.map(([, code, column]) => [code, column]),
  );
  for (const { lineNo, rowNo, problem } of rejected) {
    expect(lineNo).toBe(rowNo + 1);
    for (const part of ["expected", "got", "fix"])
      expect(problem?.[part]?.length, `${rowNo} ${part}`).toBeGreaterThan(0);
    expect(JSON.stringify(problem).length).toBeLessThan(2_000);
  }
  expect(rows.filter((row) => row.state === "ACCEPTED")).toHaveLength(bad.length + 2);
  const executed = await pipeline.sql(
    "select 1 from operation where external_id like 'BOM-%' and state = 'EXECUTED'",
  );
  expect(executed).toHaveLength(bad.length + 1);
});

test("another's fund and one that does not exist answer the same", async () => {
  const rows = await sendAndDrain(`${header}\nF1;${withField(0, "ALHEIO")}\nF2;${withField(0, "NENHUM")}\n`);
  const [another, absent] = rows.map((row) => ({ ...row.problem, got: null }));
  expect(another).toEqual(absent);
});

test("a newline in quotes is part of its field, and the lines after it keep their numbers", async () => {
  const rows = await sendAndDrain(
    `${header};obs\nQ1;${fields.join(";")};"duas\nlinhas"\nQ2;${withField(3, "zero")};\n"Q\n3";${fields.join(";")};\n`,
  );
  expect(rows.map((row) => [row.lineNo, row.state, row.code])).toEqual([
    [2, "ACCEPTED", null],
    [4, "REJECTED", "NUMBER_FORMAT"],
    [5, "REJECTED", "CONTROL_CHARACTER"],
  ]);
});

test("columns named like JavaScript's own are columns like any other", async () => {
  const rows = await sendAndDrain(
    `${header};__proto__;constructor;toString\nP1;${fields.join(";")};{"x":1};y;z\n`,
  );
  expect(rows.map((row) => row.state)).toEqual(["ACCEPTED"]);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test("names in English, in another order, in Windows-1252 and with CRLF mean the same", async () => {
  const text =
    "unit_price;operation_date;tax_rate;quantity;asset_code;operation_type;fund;operation_id;observação\r\n";
  const rows = await sendAndDrain(
    Buffer.from(`${text};15/07/2026;0,01;10,5;EXEM12;BUY;ALFA;ÍNDICE-1;não\r\n`, "latin1"),
  );
  expect(rows.map((row) => row.state)).toEqual(["ACCEPTED"]);
  const [operation] = await pipeline.sql(
    "select external_id, state from operation where external_id like 'ÍND%'",
  );
  expect(operation).toEqual({ external_id: "ÍNDICE-1", state: "EXECUTED" });
});
