import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ChunkPlan, createChunkPlanner } from "#server/domain/imports/model/chunk-plan";
import { readChunkRows } from "#server/domain/imports/model/chunk-rows";
import { readHead } from "#server/domain/imports/model/head";
import { columnKeys, columnName } from "#server/domain/imports/model/header";
import { isFileRefusal } from "#server/domain/imports/model/problems";
import { createRowParser } from "#server/domain/imports/model/row";
import { entryText, readArchive } from "#server/gateways/spreadsheet/archive";
import { isBusinessDay } from "#server/kernel/business-day";
import messages from "../../messages/pt-BR.json" with { type: "json" };
import { mistakes } from "./bad-rows";
import { demoFundCodes, makeSamples, makeTemplateWorkbook, sampleDays, templateWorkbook } from "./samples";

const funds = new Map(demoFundCodes.map((code) => [code as string, { fundId: code, allowed: true }]));

function read(name: string) {
  const bytes = readFileSync(new URL(`../../public/samples/${name}`, import.meta.url));
  const format = readHead(bytes, { fundIsGiven: false });
  if (isFileRefusal(format)) throw new Error(format.code);
  const chunks: ChunkPlan[] = [];
  const planner = createChunkPlanner(format, { rowLimit: 1e6, byteLimit: 1 << 24 }, (chunk) =>
    chunks.push(chunk),
  );
  planner.push(bytes.subarray(format.dataStart));
  planner.end();
  const parse = createRowParser({ format, funds, defaultFund: null, today: "2026-11-21" });
  const verdicts = chunks.flatMap((chunk) =>
    readChunkRows(bytes.subarray(chunk.byteStart, chunk.byteEnd), chunk, format, parse),
  );
  return { format, verdicts, bad: verdicts.filter((verdict) => !verdict.ok) };
}

describe("the samples to download", () => {
  test("are what the generator writes", () => {
    for (const { name, encoding, text } of makeSamples()) {
      const stored = readFileSync(new URL(`../../public/samples/${name}`, import.meta.url));
      expect(stored.equals(Buffer.from(text, encoding === "utf-8" ? "utf8" : "latin1")), name).toBe(true);
    }
  });

  test("the workbook has the template's lines and the dictionary that the screen shows", () => {
    const texts = (bytes: Buffer) => {
      const entries = readArchive(bytes, 1 << 20);
      return entries.map(({ name }) => [name, entryText(entries, name)]);
    };
    const stored = readFileSync(new URL(`../../public/samples/${templateWorkbook}`, import.meta.url));
    expect(texts(stored)).toEqual(texts(makeTemplateWorkbook()));
    expect(Object.keys(messages.dictionary.columns)).toEqual(columnKeys.map(columnName));
  });

  test("the days are business days", () => {
    for (const day of sampleDays) expect(isBusinessDay(day), day).toBe(true);
  });

  test("the good one, its Windows-1252 twin and the template have no broken line", () => {
    for (const [name, rows] of [
      ["operacoes-boa.csv", 100],
      ["operacoes-windows-1252.csv", 100],
      ["modelo-operacoes.csv", 4],
    ] as const) {
      const { verdicts, bad } = read(name);
      expect([name, verdicts.length, bad]).toEqual([name, rows, []]);
    }
    const { format, verdicts } = read("operacoes-windows-1252.csv");
    expect(format.encoding).toBe("windows-1252");
    expect(verdicts[0]).toMatchObject({ row: { externalId: expect.stringContaining("OPERAÇÃO-") } });
  });

  test("thirteen lines are broken, each in its own way", () => {
    const { verdicts, bad } = read("operacoes-13-erros.csv");
    expect(verdicts.length - bad.length).toBe(39);
    expect(bad.map((verdict) => (verdict.ok ? "" : verdict.problem.code))).toEqual(
      mistakes.map(({ code }) => code),
    );
  });

  test("a thousand valid lines wait for a person", () => {
    const { verdicts, bad } = read("operacoes-1000-revisoes.csv");
    expect([verdicts.length, bad.length]).toEqual([1_000, 0]);
  });
});
