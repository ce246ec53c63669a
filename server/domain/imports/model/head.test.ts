import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headBytes } from "./encoding";
import { type FileFormat, readHead } from "./head";
import { headerFingerprint, normaliseName } from "./header";
import { describeFileRefusal, type FileRefusal, isFileRefusal } from "./problems";

const names = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";
const row = "OP1;ALFA;C;EXEM12;10,5;0,0015;15/10/2026;1.012,34";

function head(text: string, fundIsGiven = false): FileFormat | FileRefusal {
  return readHead(new TextEncoder().encode(text), { fundIsGiven });
}

function format(text: string, fundIsGiven = false): FileFormat {
  const result = head(text, fundIsGiven);
  if (isFileRefusal(result)) throw new Error(describeFileRefusal(result));
  return result;
}

describe("the head of a file that is read", () => {
  test("encoding, delimiter, columns, decimals and where the rows begin", () => {
    expect(format(`${names}\r\n${row}\r\n`)).toMatchObject({
      encoding: "utf-8",
      bom: false,
      delimiter: ";",
      header: { columns: { externalId: 0, fund: 1, informedUnitPrice: 7 }, unknown: [], isEnglish: false },
      decimals: { rate: { style: "BR", isSettled: true } },
      dataStart: names.length + 2,
      dataLine: 2,
    });
  });

  test("the English names, with commas and points", () => {
    const english = "operation_id,fund,operation_type,asset_code,quantity,tax_rate,operation_date,unit_price";
    const found = format(`${english}\nOP1,ALFA,BUY,EXEM12,100.125,0.0015,2026-10-15,1012.345678\n`);
    expect(found).toMatchObject({ delimiter: ",", header: { isEnglish: true } });
    expect(found.decimals.quantity).toEqual({ style: "US", isSettled: true, hasUsThousands: true });
  });

  test("accents, case, spaces, quotes, order and a byte order mark do not matter", () => {
    const spelt = '\ufeff"Operação ID"; FUNDO ;Tipo;Ativo;Quantidade;Taxa;"Data  Operação";PU informado';
    expect(format(`${spelt}\n${row}\n`).header.columns).toEqual(format(`${names}\n${row}\n`).header.columns);
    expect(
      format(`tipo;fundo;operacao_id;ativo;quantidade;taxa;data_operacao\nC;A;1;X;1;0;1/1/2026`).header
        .columns,
    ).toMatchObject({ side: 0, externalId: 2 });
  });

  test("blank lines and Excel's sep= line may come first, and lines go on counting", () => {
    expect(format(`\n\r\nsep=;\n\n${names}\n\n${row}`)).toMatchObject({ delimiter: ";", dataLine: 6 });
    expect(format(`sep=|\n${names.replaceAll(";", "|")}\nA|B`)).toMatchObject({
      delimiter: "|",
      dataLine: 3,
    });
  });

  test("unknown columns are ignored and named, whatever their names are", () => {
    const odd = `${names};__proto__;constructor;Observação;`;
    const found = format(`${odd}\n${row};a;b;c;\n`);
    expect(found.header.unknown).toEqual(["__proto__", "constructor", "Observação", "coluna 12"]);
    expect(Object.keys(found.header.columns)).toHaveLength(8);
    expect(({} as Record<string, unknown>).externalId).toBeUndefined();
  });

  test("the column fundo may be missing only when the upload names a fund", () => {
    const text = `operacao_id;tipo;ativo;quantidade;taxa;data_operacao\n1;C;EXEM12;1;0;15/10/2026`;
    expect(head(text)).toMatchObject({ code: "MISSING_COLUMNS" });
    expect(format(text, true).header.columns.fund).toBeUndefined();
  });

  test("a name that a person once mapped is known again", () => {
    const bytes = new TextEncoder().encode(`${names.replace("ativo", "papel")}\n${row}`);
    expect(readHead(bytes, { fundIsGiven: false })).toMatchObject({ code: "MISSING_COLUMNS" });
    const remembered = new Map([["papel", "asset"]] as const);
    expect(readHead(bytes, { fundIsGiven: false, remembered })).toMatchObject({
      header: { columns: { asset: 3 } },
    });
  });

  test("the fingerprint is one for all spellings of a header", () => {
    expect(headerFingerprint(["Operação ID", "fundo"])).toBe(headerFingerprint(["operacao_id", " FUNDO "]));
    expect(normaliseName("C/V")).toBe("c_v");
  });

  test("a head cut in the middle of a row is no obstacle", () => {
    const text = `${names}\n${`${row}\n`.repeat(headBytes / row.length + 2)}`;
    const bytes = new TextEncoder().encode(text).subarray(0, headBytes);
    expect(readHead(bytes, { fundIsGiven: false })).toMatchObject({ dataLine: 2 });
  });
});

describe("the head of a file that is refused", () => {
  const cases: [string, string, string, string][] = [
    ["header only", `${names}\n`, "HEADER_ONLY", "somente o cabeçalho"],
    ["header and blank lines", `${names}\n\n \n`, "HEADER_ONLY", "somente o cabeçalho"],
    ["no header", `${row}\n${row}`, "NO_HEADER", "OP1"],
    ["missing columns", "operacao_id;fundo;tipo\n1;2;3", "MISSING_COLUMNS", "“operacao_id”, “fundo”, “tipo”"],
    ["other columns", "nome;idade\nx;y", "MISSING_COLUMNS", "“nome”, “idade”"],
    ["a column twice", `${names};fundo\n${row};x`, "DUPLICATE_COLUMNS", "coluna 2"],
    ["a column in both languages", `${names};operation_id\n${row};x`, "DUPLICATE_COLUMNS", "operation_id"],
    [
      "a delimiter we do not know",
      `${names.replaceAll(";", ":")}\n1:2`,
      "WRONG_DELIMITER",
      "operacao_id:fundo",
    ],
    ["sep= that lies", `sep=,\n${names}\n${row}`, "WRONG_DELIMITER", "operacao_id;fundo"],
    [
      "rows with another delimiter",
      `${names}\n${"OP1,ALFA,C,EXEM12,10,0.0015,15/10/2026,\n".repeat(3)}`,
      "WRONG_DELIMITER",
      "vírgula",
    ],
    ["a quote that never closes", `"${names}\n${row}`, "HEADER_INVALID", "aspas"],
    ["a first line without end", "x".repeat(100_000), "HEADER_INVALID", "64 KiB"],
    ["NUL in the header", `opera\u0000cao_id;fundo\n${row}`, "HEADER_INVALID", "bytes nulos"],
  ];
  test.each(cases)("%s", (_name, text, code, got) => {
    const result = head(text);
    expect(result).toMatchObject({ code, got: expect.stringContaining(got) });
    if (isFileRefusal(result)) expect(describeFileRefusal(result)).toMatch(/esperado .+; veio .+\. \S+/);
  });

  test("no bytes make it throw", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .array(fc.constantFrom(names, row, "\n", ";", '"', ",", "sep=;", "\u0000", "é", "\t"), {
          maxLength: 12,
        })
        .map((parts) => new TextEncoder().encode(parts.join(""))),
    );
    fc.assert(
      fc.property(bytes, (each) => {
        const result = readHead(each, { fundIsGiven: true });
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
      { numRuns: 1_000 },
    );
  });
});
