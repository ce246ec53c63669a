import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DiagnosisOptions, diagnose } from "./diagnosis";
import { encodeWindows1252 } from "./encoding";
import { readHead } from "./head";
import { isFileRefusal } from "./problems";
import type { Reading } from "./reading";

const header = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";
const rows = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");
const plain = (i: number) => `A${i};ALFA;C;EXEM11;1.234,5;0,01;15/07/2026;`;
const look = (text: string | Uint8Array, options: Partial<DiagnosisOptions> = {}) =>
  diagnose(typeof text === "string" ? Buffer.from(text) : text, {
    fundIsGiven: false,
    chosen: options.reading,
    ...options,
  });

describe("a file as it should be", () => {
  test("leaves nothing to ask, and says what it was understood from", () => {
    const found = look(`${header}\n${rows(20, plain)}\n`);
    expect(found).toMatchObject({ kind: "text", refusal: null, missing: [], isComplete: true });
    expect(found.encoding).toMatchObject({ chosen: "utf-8", why: "ONLY_ASCII" });
    expect(found.delimiter.chosen).toBe(";");
    expect(found.decimal).toMatchObject({ chosen: ",", isAmbiguous: false });
    expect(found.dates).toMatchObject({ chosen: "dmy", ambiguous: 0, suggested: null });
    expect(found.columns[4]).toEqual({
      name: "quantidade",
      samples: ["1.234,5"],
      field: "quantity",
      confidence: "exact",
      required: true,
    });
  });

  test("of 256 KiB is diagnosed in less than 300 ms", () => {
    const text = `${header}\n${rows(6_000, (i) => `Ação-${i};ALFA;C;EXEM11;${i},5;0,01;1${i % 9}/07/2026;`)}`;
    const head = encodeWindows1252(text).subarray(0, 256 * 1024);
    // The best of five: what is measured is the diagnosis, not what else the machine does.
    const tries = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      const found = look(head);
      return { found, ms: performance.now() - startedAt };
    });
    expect(Math.min(...tries.map(({ ms }) => ms))).toBeLessThan(300);
    expect(tries[0]?.found).toMatchObject({
      isComplete: true,
      encoding: { chosen: "windows-1252", why: "NOT_UTF8" },
    });
  });
});

describe("what is inferred can be seen and corrected", () => {
  test("the same words as each encoding reads them", () => {
    const bytes = encodeWindows1252(
      `${header}\nSão-1;ALFA;C;EXEM11;1;0;15/07/2026;\nMaçã;ALFA;C;EXEM11;1;0;15/07/2026;\n`,
    );
    const samples = Object.fromEntries(look(bytes).encoding.candidates.map((c) => [c.encoding, c.samples]));
    expect(samples["windows-1252"]).toEqual(["São-1", "Maçã"]);
    expect(samples["utf-8"]?.[0]).toBe("S�o-1");
    const utf8 = Buffer.from(`${header}\nSão;ALFA;C;EXEM11;1;0;15/07/2026;\n`);
    const wrong = look(utf8, { reading: { encoding: "windows-1252" } });
    expect(wrong.encoding).toMatchObject({ chosen: "windows-1252", why: "CHOSEN" });
    expect(wrong.encoding.candidates.find((c) => c.encoding === "windows-1252")?.samples).toEqual(["SÃ£o"]);
  });

  test("each delimiter with the rows it makes", () => {
    const found = look(`${header}\n${plain(1)}\n`);
    expect(found.delimiter.candidates.map(({ rows: cut }) => cut[1]?.length)).toEqual([8, 3, 1, 1]);
    const chosen = look(`${header.replaceAll(";", "|")}\n${plain(1).replaceAll(";", "|")}\n`, {
      reading: { delimiter: "|" },
    });
    expect(chosen).toMatchObject({ delimiter: { chosen: "|" }, isComplete: true });
  });

  test("numbers that can mean two things, until somebody says which", () => {
    const text = `${header}\n${rows(4, (i) => `A${i};ALFA;C;EXEM11;${i + 1}.500;0;15/07/2026;`)}\n`;
    expect(look(text)).toMatchObject({
      isComplete: false,
      decimal: { isAmbiguous: true, samples: ["1.500", "2.500", "3.500", "4.500"] },
    });
    expect(look(text, { reading: { decimal: "." } })).toMatchObject({
      isComplete: true,
      decimal: { chosen: ".", isAmbiguous: false },
    });
  });

  test("days whose month comes first are suggested, never taken", () => {
    const text = `${header}\n${rows(6, (i) => `A${i};ALFA;C;EXEM11;1;0;07/${10 + i}/2026;`)}\n`;
    expect(look(text)).toMatchObject({
      isComplete: false,
      dates: { chosen: "dmy", suggested: "mdy", ambiguous: 3 },
    });
    expect(look(text, { reading: { dateOrder: "mdy" } })).toMatchObject({
      isComplete: true,
      dates: { suggested: null },
    });
  });

  test("below three title lines the header is found, with the lines to point at and the columns as cut", () => {
    const titles = "Custodiante S.A.;;\nOperações do fundo;em;20/11/2026\n\n";
    const found = look(`${titles}${header}\n${rows(3, plain)}\n`);
    expect(found).toMatchObject({ refusal: null, isComplete: true, header: { line: 4 } });
    expect(found.header.lines.slice(0, 4)).toEqual([...titles.split("\n").slice(0, 3), header]);
    expect(found.delimiter.candidates.find(({ delimiter }) => delimiter === ";")?.rows[0]).toEqual(
      header.split(";"),
    );
    const unknown = look(`${titles}Ref;Carteira;Lado\nA1;ALFA;C\n`, { reading: { headerLine: 4 } });
    expect(unknown.columns.map(({ name }) => name)).toEqual(["Ref", "Carteira", "Lado"]);
  });

  test("a line that is not there can be chosen otherwise", () => {
    const lost = look(`${header}\n${rows(3, plain)}\n`, { reading: { headerLine: 500 } });
    expect(lost).toMatchObject({ kind: "text", refusal: { code: "HEADER_INVALID" }, header: { line: 500 } });
    expect(lost.header.lines[0]).toBe(header);
  });

  test("a header below a title is found, or where the person points", () => {
    const text = `Relatório de operações;;;\n\nEmitido em;20/07/2026\n${header}\n${plain(1)}\n`;
    expect(look(text)).toMatchObject({ header: { line: 4 }, isComplete: true });
    const odd = `operacao_id;fundo;tipo\n${header}\n${plain(1)}\n`;
    expect(look(odd)).toMatchObject({ header: { line: 1 }, isComplete: false });
    expect(look(odd, { reading: { headerLine: 2 } })).toMatchObject({
      header: { line: 2 },
      isComplete: true,
    });
  });
});

describe("columns under other names", () => {
  const odd = "Nº;Carteira;Lado;Papel;Quantidades;Spread %;Data da operação (D0);Obs";
  const text = `${odd}\n${rows(30, (i) => `X${i};ALFA;${i % 2 ? "C" : "V"};EXEM1${i % 3};${i},25;0,00${i};15/07/2026;ok`)}\n`;

  test("are suggested by name and by content, and asked for", () => {
    const found = look(text);
    expect(found).toMatchObject({ refusal: null, isComplete: false });
    expect(found.missing).toContain("externalId");
    const fields = Object.fromEntries(
      found.columns.map(({ name, field, confidence }) => [name, [field, confidence]]),
    );
    expect(fields).toMatchObject({
      Carteira: ["fund", "content"],
      Lado: ["side", "content"],
      Papel: ["asset", "content"],
      Quantidades: ["quantity", "similar"],
      "Spread %": ["rate", "content"],
      "Data da operação (D0)": ["operationOn", "similar"],
      Obs: [null, null],
    });
  });

  test("are taken as the person says, and ignored where they say so", () => {
    const columns = Object.fromEntries(
      look(text).columns.flatMap(({ name, field }) => (field ? [[name, field]] : [])),
    ) as Reading["columns"];
    const reading: Reading = { columns: { ...columns, Nº: "externalId", Obs: "ignore" } };
    const found = look(text, { reading });
    expect(found).toMatchObject({ missing: [], isComplete: true });
    expect(found.columns[0]).toMatchObject({ field: "externalId", confidence: "chosen" });
    const format = readHead(Buffer.from(text), { fundIsGiven: false, reading });
    expect(isFileRefusal(format)).toBe(false);
    expect(look(text, { reading, chosen: {} }).columns[0]).toMatchObject({ confidence: "remembered" });
  });
});

describe("odd files", () => {
  test.each<[string, string | Uint8Array, Record<string, unknown>]>([
    ["nothing", "", { refusal: { code: "EMPTY_FILE" } }],
    ["zeros", new Uint8Array(2_000), { refusal: { code: "ONLY_ZEROS" } }],
    ["a PDF", "%PDF-1.7\n1 0 obj\n", { kind: "other", refusal: { code: "NOT_TEXT" } }],
    [
      "a ZIP",
      Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(500, 7)]),
      { kind: "zip", refusal: { code: "NOT_TEXT" } },
    ],
    ["a header alone", `${header}\n`, { refusal: { code: "HEADER_ONLY" }, isComplete: false }],
    ["one column", "nomes\nAna\nBruno\n", { refusal: null, isComplete: false }],
    ["data without header", `${plain(1)}\n${plain(2)}\n`, { refusal: null, isComplete: false }],
    ["a header without end", `"${"x".repeat(3_000)}`, { isComplete: false }],
  ])("%s", (_, bytes, expected) => {
    expect(look(bytes)).toMatchObject(expected);
  });

  test("no bytes and no reading make it throw, and it is complete only where the reading opens the file", () => {
    const reading = fc.record(
      {
        encoding: fc.constantFrom("utf-8", "windows-1252"),
        delimiter: fc.constantFrom(";", ",", "\t", "|"),
        decimal: fc.constantFrom(",", "."),
        dateOrder: fc.constantFrom("dmy", "mdy", "ymd"),
        headerLine: fc.integer({ min: 1, max: 9 }),
      },
      { requiredKeys: [] },
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .array(fc.constantFrom(header, plain(1), "x;y", '"', "", "sep=,", "São;1"), { maxLength: 8 })
        .map((lines) => Buffer.from(lines.join("\n"))),
    );
    fc.assert(
      fc.property(bytes, reading, (head, given) => {
        const found = look(head, { reading: given as Reading });
        JSON.stringify(found);
        const read = readHead(head, { fundIsGiven: false, reading: given as Reading, isInteractive: true });
        if (found.isComplete) expect(isFileRefusal(read)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});
