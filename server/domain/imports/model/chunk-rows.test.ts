import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChunkPlan, createChunkPlanner } from "./chunk-plan";
import { type RowVerdict, readChunkRows } from "./chunk-rows";
import { type FileFormat, readHead } from "./head";
import { isFileRefusal } from "./problems";
import { createRowParser } from "./row";

const names = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";
const latin = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const utf8 = (text: string) => new TextEncoder().encode(text);

function readFile(bytes: Uint8Array, limits = { rowLimit: 3, byteLimit: 1 << 20 }, step = 1_000) {
  const format = readHead(bytes.subarray(0, 1 << 20), { fundIsGiven: false });
  if (isFileRefusal(format)) throw new Error(format.code);
  const chunks: ChunkPlan[] = [];
  const planner = createChunkPlanner(format, limits, (chunk) => chunks.push(chunk));
  for (let at = format.dataStart; at < bytes.length; at += step) planner.push(bytes.slice(at, at + step));
  planner.end();
  return {
    format,
    chunks,
    rowCount: planner.rowCount,
    verdicts: chunks.flatMap((chunk) => readOne(bytes, chunk, format)),
  };
}

function readOne(bytes: Uint8Array, chunk: ChunkPlan, format: FileFormat): RowVerdict[] {
  const parse = createRowParser({
    format,
    funds: new Map([["ALFA", { fundId: "alfa", allowed: true }]]),
    defaultFund: null,
    today: "2026-11-21",
  });
  const verdicts = readChunkRows(bytes.subarray(chunk.byteStart, chunk.byteEnd), chunk, format, parse);
  expect(verdicts).toHaveLength(chunk.rowCount);
  return verdicts;
}

const row = (id: string) => `${id};ALFA;C;EXEM12;10;0,001;15/10/2026;`;
const codes = (verdicts: readonly RowVerdict[]) =>
  verdicts.map((verdict) => (verdict.ok ? verdict.row.externalId : verdict.problem.code));

describe("a file cut into chunks", () => {
  test("gives every record one row number and its line", () => {
    const { verdicts, chunks } = readFile(
      utf8(`${names}\n${row("1")}\n\n${row('"2\n2"')}\n${row("3")}\n${row("4")}`),
    );
    expect(
      chunks.map(({ chunkNo, firstRow, firstLine, rowCount }) => [chunkNo, firstRow, firstLine, rowCount]),
    ).toEqual([
      [0, 1, 2, 3],
      [1, 4, 7, 1],
    ]);
    expect(verdicts.map(({ rowNo, lineNo }) => [rowNo, lineNo])).toEqual([
      [1, 2],
      [2, 4],
      [3, 6],
      [4, 7],
    ]);
    expect(codes(verdicts)).toEqual(["1", "CONTROL_CHARACTER", "3", "4"]);
  });

  test("ten thousand rows and one poisoned: one rejected, with its reason", () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => row(`OP${i}`));
    const poisons = [
      [`\u0000${row("x")}`, "NUL_BYTE"],
      [`OP;ALFA;C;${"x".repeat(1_000_000)};1;0;15/10/2026;`, "RECORD_TOO_LONG"],
      [`OP;ALFA;C;"${"x".repeat(1_000_000)}";1;0;15/10/2026;`, "RECORD_TOO_LONG"],
      [`OP;"ALFA;C`, "UNCLOSED_QUOTE"],
      [`OP;ALFA;C;EXEM12;1,234.56;0;15/10/2026;`, "NUMBER_FORMAT"],
    ] as const;
    for (const [poison, code] of poisons) {
      const text = [names, ...rows.slice(0, 5_000), poison, ...rows.slice(5_000)].join("\n");
      const { verdicts } = readFile(utf8(text), { rowLimit: 2_000, byteLimit: 1 << 20 }, 65_536);
      const bad = verdicts.filter((verdict) => !verdict.ok);
      expect(codes(bad)).toEqual([code]);
      expect(bad[0]?.lineNo).toBe(5_002);
      expect(verdicts).toHaveLength(10_001);
    }
  });

  test("a line in another encoding is rejected alone and shown as it was meant", () => {
    const text = Uint8Array.of(
      ...utf8(`${names}\n${row("São")}\n${row("Ação")}\n`),
      ...latin(`${row("A\xe7\xfacar")}\n`),
      ...utf8(row("4")),
    );
    const { verdicts } = readFile(text);
    expect(codes(verdicts)).toEqual(["São", "Ação", "INVALID_ENCODING", "4"]);
    expect(verdicts[2]?.raw).toContain("Açúcar");
  });

  test("Windows-1252 gives the same rows as UTF-8", () => {
    const text = `${names}\n${row("São João")}\n${row("Açúcar")}\n`;
    expect(readFile(latin(text)).verdicts).toEqual(readFile(utf8(text)).verdicts);
  });

  test("a record longer than memory allows does not make its chunk long", () => {
    const text = `${names}\n${row("1")}\n${"x".repeat(3_000_000)}\n${row("2")}\n${row("3")}`;
    const { chunks, verdicts } = readFile(utf8(text), { rowLimit: 100, byteLimit: 256 * 1024 }, 65_536);
    for (const { byteStart, byteEnd } of chunks) expect(byteEnd - byteStart).toBeLessThanOrEqual(256 * 1024);
    expect(codes(verdicts)).toEqual(["1", "RECORD_TOO_LONG", "2", "3"]);
    expect(verdicts.map(({ lineNo }) => lineNo)).toEqual([2, 3, 4, 5]);
    for (const { raw } of verdicts) expect(raw.length).toBeLessThanOrEqual(4_001);
  });

  test("any bytes, however cut: the same verdicts, one for every record", () => {
    const part = fc.constantFrom(row("1"), row("2"), "\n", "\r\n", '"', ";", "\u0000", "é", "x;y", " ");
    const body = fc.oneof(
      fc.array(part, { maxLength: 20 }).map((parts) => utf8(parts.join(""))),
      fc.uint8Array({ maxLength: 200 }),
    );
    fc.assert(
      fc.property(
        body,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 5 }),
        (bytes, step, rowLimit) => {
          const file = Uint8Array.of(...utf8(`${names}\n${row("0")}\n`), ...bytes);
          const cut = readFile(file, { rowLimit, byteLimit: 300 }, step);
          const whole = readFile(file, { rowLimit: 1_000, byteLimit: 1 << 20 }, 10_000);
          expect(cut.verdicts).toEqual(whole.verdicts);
          expect(cut.verdicts.map(({ rowNo }) => rowNo)).toEqual(cut.verdicts.map((_, i) => i + 1));
          for (const { raw } of cut.verdicts)
            expect(raw.isWellFormed() && !raw.includes("\u0000")).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
