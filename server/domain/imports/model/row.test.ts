import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinFields } from "./fields";
import { readHead } from "./head";
import { describeRowProblem, isFileRefusal, rowProblemCodes } from "./problems";
import { contentKey, createRowParser, type OperationRow, type RowResult } from "./row";

const names =
  "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado;classe;data_liquidacao;obs";
const good: Record<string, string> = {
  operacao_id: "OP-1",
  fundo: "ALFA",
  tipo: "C",
  ativo: "EXEM12",
  quantidade: "10,5",
  taxa: "0,0015",
  data_operacao: "15/10/2026",
  pu_informado: "1.012,345678",
  classe: "Debênture",
  data_liquidacao: "16/10/2026",
  obs: "",
};
const line = (change: Record<string, string> = {}) => joinFields(Object.values({ ...good, ...change }), ";");

const format = readHead(new TextEncoder().encode(`${names}\n${line()}\n${line()}\n`), { fundIsGiven: false });
if (isFileRefusal(format)) throw new Error(format.code);
const alfa = { fundId: "fund-alfa", allowed: true };
const secret = { fundId: "fund-secret", allowed: false };
const funds = new Map([
  ["ALFA", alfa],
  ["12345678000195", alfa],
  ["12ABC34501DE35", alfa],
  ["SECRETO", secret],
]);
const parse = createRowParser({ format, funds, defaultFund: null, today: "2026-11-21" });

function rowOf(change: Record<string, string>): OperationRow {
  const result = parse(line(change));
  if (!result.ok) throw new Error(describeRowProblem(1, result.problem));
  return result.row;
}
function codeOf(result: RowResult): string {
  return result.ok ? "OK" : result.problem.code;
}

describe("a good line", () => {
  test("becomes canonical values", () => {
    expect(parse(line())).toEqual({
      ok: true,
      row: {
        externalId: "OP-1",
        fundId: "fund-alfa",
        side: "BUY",
        assetRef: "EXEM12",
        assetClass: "debentures",
        quantity: "10.5",
        rate: "0.0015",
        operationOn: "2026-10-15",
        settlementOn: "2026-10-16",
        informedUnitPrice: "1012.345678",
      },
    });
  });

  test("the optional fields may be empty", () => {
    expect(rowOf({ pu_informado: "", classe: "", data_liquidacao: "" })).toMatchObject({
      informedUnitPrice: null,
      assetClass: null,
      settlementOn: null,
    });
  });

  test.each([
    [{ tipo: "v" }, { side: "SELL" }],
    [{ tipo: "Compra" }, { side: "BUY" }],
    [{ tipo: "SELL" }, { side: "SELL" }],
    [{ fundo: " alfa " }, { fundId: "fund-alfa" }],
    [{ fundo: "12.345.678/0001-95" }, { fundId: "fund-alfa" }],
    [{ fundo: "12.abc.345/01DE-35" }, { fundId: "fund-alfa" }],
    [{ ativo: "exem12 " }, { assetRef: "EXEM12" }],
    [
      { ativo: "760199/2030-08-15", classe: "" },
      { assetRef: "760199/2030-08-15", assetClass: "titulos-publicos" },
    ],
    [{ ativo: "760199/15/08/2030", classe: "TPF" }, { assetRef: "760199/2030-08-15" }],
    [{ classe: "cri" }, { assetClass: "cri-cra" }],
    [{ classe: "CRI/CRA" }, { assetClass: "cri-cra" }],
    [{ classe: "Títulos Públicos" }, { assetClass: "titulos-publicos" }],
    [{ taxa: "0" }, { rate: "0" }],
    [{ taxa: "0,999999999999" }, { rate: "0.999999999999" }],
    [{ operacao_id: '=HYPERLINK("x")' }, { externalId: '=HYPERLINK("x")' }],
    [{ operacao_id: "a\u0301cao" }, { externalId: "ácao" }],
    [{ operacao_id: "__proto__" }, { externalId: "__proto__" }],
    [{ data_operacao: "2026-12-21", data_liquidacao: "" }, { operationOn: "2026-12-21" }],
  ])("%j is read as %j", (change, expected) => {
    expect(rowOf(change as Record<string, string>)).toMatchObject(expected);
  });

  test("empty fields past the last column are a spreadsheet's habit", () => {
    expect(codeOf(parse(`${line()};;`))).toBe("OK");
  });
});

describe("a bad line", () => {
  const cases: [Record<string, string>, string, string][] = [
    [{ operacao_id: "" }, "FIELD_EMPTY", "operacao_id"],
    [{ operacao_id: "x".repeat(201) }, "FIELD_TOO_LONG", "operacao_id"],
    [{ operacao_id: "a\nb" }, "CONTROL_CHARACTER", "operacao_id"],
    [{ operacao_id: "a\u202eb" }, "CONTROL_CHARACTER", "operacao_id"],
    [{ fundo: "" }, "FIELD_EMPTY", "fundo"],
    [{ fundo: "NINGUEM" }, "FUND_FORBIDDEN", "fundo"],
    [{ fundo: "SECRETO" }, "FUND_FORBIDDEN", "fundo"],
    [{ fundo: "__proto__" }, "FUND_FORBIDDEN", "fundo"],
    [{ tipo: "X" }, "SIDE_UNKNOWN", "tipo"],
    [{ tipo: "constructor" }, "SIDE_UNKNOWN", "tipo"],
    [{ ativo: "" }, "FIELD_EMPTY", "ativo"],
    [{ ativo: "EX" }, "ASSET_FORMAT", "ativo"],
    [{ ativo: "=cmd|' /C calc'!A0" }, "ASSET_FORMAT", "ativo"],
    [{ ativo: "760199/2030-02-30" }, "ASSET_FORMAT", "ativo"],
    [{ ativo: "76019/2030-08-15" }, "ASSET_FORMAT", "ativo"],
    [{ quantidade: "0" }, "NOT_POSITIVE", "quantidade"],
    [{ quantidade: "-1" }, "NOT_POSITIVE", "quantidade"],
    [{ quantidade: "1,234.56" }, "NUMBER_FORMAT", "quantidade"],
    [{ quantidade: "NaN" }, "NUMBER_FORMAT", "quantidade"],
    [{ quantidade: "1e400" }, "NUMBER_FORMAT", "quantidade"],
    [{ quantidade: "0,123456789" }, "NUMBER_SCALE", "quantidade"],
    [{ quantidade: "1000000000000000" }, "NUMBER_TOO_LARGE", "quantidade"],
    [{ quantidade: "9".repeat(300) }, "FIELD_TOO_LONG", "quantidade"],
    [{ quantidade: "R$ 10" }, "NUMBER_FORMAT", "quantidade"],
    [{ taxa: "" }, "FIELD_EMPTY", "taxa"],
    [{ taxa: "1%" }, "RATE_RANGE", "taxa"],
    [{ taxa: "1,5" }, "RATE_RANGE", "taxa"],
    [{ taxa: "1" }, "RATE_RANGE", "taxa"],
    [{ taxa: "-0,01" }, "RATE_RANGE", "taxa"],
    [{ taxa: "0,1234567890123" }, "NUMBER_SCALE", "taxa"],
    [{ data_operacao: "31/02/2026" }, "DATE_IMPOSSIBLE", "data_operacao"],
    [{ data_operacao: "10/15/2026" }, "DATE_IMPOSSIBLE", "data_operacao"],
    [{ data_operacao: "ontem" }, "DATE_FORMAT", "data_operacao"],
    [{ data_operacao: "22/12/2026" }, "DATE_OUT_OF_RANGE", "data_operacao"],
    [{ data_operacao: "31/12/1999" }, "DATE_OUT_OF_RANGE", "data_operacao"],
    [{ pu_informado: "0" }, "NOT_POSITIVE", "pu_informado"],
    [{ pu_informado: "N/D" }, "NUMBER_FORMAT", "pu_informado"],
    [{ classe: "AÇÃO" }, "CLASS_UNKNOWN", "classe"],
    [{ classe: "CRI", ativo: "760199/2030-08-15" }, "CLASS_UNKNOWN", "classe"],
    [{ data_liquidacao: "14/10/2026" }, "SETTLEMENT_BEFORE_OPERATION", "data_liquidacao"],
    [{ data_liquidacao: "14/10/2036" }, "DATE_OUT_OF_RANGE", "data_liquidacao"],
  ];
  test.each(cases)("%j is %s", (change, code, column) => {
    const result = parse(line(change));
    if (result.ok) throw new Error("accepted");
    expect(result.problem).toMatchObject({ code, column });
    const sentence = describeRowProblem(7, result.problem);
    expect(sentence).toMatch(/^Linha 7, coluna “\w+”: esperado .+; veio .+\. .+\.$/s);
  });

  test.each([
    ["a;b;c", "FIELD_COUNT"],
    [`${line()};x`, "FIELD_COUNT"],
    [";".repeat(10), "EMPTY_ROW"],
    ["OP\u0000;ALFA", "NUL_BYTE"],
    ['OP;"ALFA', "UNCLOSED_QUOTE"],
    ['OP;"ALFA"x;C', "QUOTE_MISPLACED"],
  ])("%j is %s", (text, code) => {
    expect(codeOf(parse(text))).toBe(code);
  });

  test("a fund that is not the person's and one that does not exist look the same", () => {
    const [theirs, nobodys] = ["SECRETO", "INVENTA"].map((fundo) => {
      const result = parse(line({ fundo }));
      return result.ok ? null : { ...result.problem, got: "" };
    });
    expect(theirs).toEqual(nobodys);
  });

  test("the upload's fund serves lines that name none, if the person may use it", () => {
    const withDefault = (defaultFund: typeof alfa) =>
      createRowParser({ format, funds, defaultFund, today: "2026-11-21" })(line({ fundo: "" }));
    expect(withDefault(alfa)).toMatchObject({ ok: true, row: { fundId: "fund-alfa" } });
    expect(codeOf(withDefault(secret))).toBe("FUND_FORBIDDEN");
  });

  test("what came is shown shortened and with nothing invisible", () => {
    const result = parse(line({ quantidade: `\u0007${"1".repeat(40)}\u202e😀` }));
    expect(result).toMatchObject({ problem: { got: expect.stringMatching(/^“�1+�😀”$/u) } });
    const long = parse(line({ ativo: "😀".repeat(90) }));
    const got = long.ok ? "" : long.problem.got;
    expect(got.length).toBeLessThanOrEqual(83);
    expect(got.isWellFormed()).toBe(true);
  });
});

describe("any text", () => {
  test("gets one verdict and never throws", () => {
    const parts = fc.constantFrom(
      ...Object.values(good),
      ";",
      '"',
      "\u0000",
      "-1",
      "1.234",
      "é",
      "\n",
      "\ud800",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(parts, { maxLength: 25 }).map((all) => all.join(";")),
    );
    fc.assert(
      fc.property(text, (each) => {
        const result = parse(each);
        if (result.ok) return;
        expect(rowProblemCodes).toContain(result.problem.code);
        expect(JSON.stringify(result.problem)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("content", () => {
  test("is the same however a line is spelt, and another for any other operation", () => {
    const key = contentKey(rowOf({ quantidade: "1000", pu_informado: "1012,5" }));
    expect(contentKey(rowOf({ quantidade: "1.000,00", pu_informado: "R$ 1.012,50", tipo: "buy" }))).toBe(key);
    expect(contentKey(rowOf({ quantidade: "1000,01", pu_informado: "1012,5" }))).not.toBe(key);
  });

  test("no two different rows share a key", () => {
    const row = fc.record({
      externalId: fc.string(),
      fundId: fc.constantFrom("a", "b"),
      side: fc.constantFrom("BUY" as const, "SELL" as const),
      assetRef: fc.string(),
      assetClass: fc.constantFrom(null, "fidc" as const),
      quantity: fc.constantFrom("1", "11"),
      rate: fc.constantFrom("0", "0.1"),
      operationOn: fc.constantFrom("2026-10-15", "2026-10-16"),
      settlementOn: fc.constantFrom(null, "2026-10-16"),
      informedUnitPrice: fc.constantFrom(null, "1"),
    });
    fc.assert(
      fc.property(row, row, (one, other) => {
        expect(contentKey(one) === contentKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
