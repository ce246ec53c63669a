import { describe, expect, test } from "vitest";
import { readHead } from "#server/domain/imports/model/head";
import { isFileRefusal } from "#server/domain/imports/model/problems";
import { createRowParser, type OperationRow } from "#server/domain/imports/model/row";
import { universe } from "#server/sandbox/anbima/universe";
import { mistakes } from "./bad-rows";
import { type GenerateOptions, generateOperations } from "./operations";

const options: GenerateOptions = {
  count: 3_000,
  seed: 7,
  fundCodes: ["ALFA", "BETA"],
  days: ["2026-10-13", "2026-10-14", "2026-10-15"],
  assets: universe,
};

function parse(lines: readonly string[]) {
  const bytes = new TextEncoder().encode(lines.join("\n"));
  const format = readHead(bytes.subarray(0, 1 << 20), { fundIsGiven: false });
  if (isFileRefusal(format)) throw new Error(format.code);
  const funds = new Map(options.fundCodes.map((code) => [code, { fundId: code, allowed: true }]));
  const parseRow = createRowParser({ format, funds, defaultFund: null, today: "2026-11-21" });
  return lines.slice(1).map(parseRow);
}

function rowsOf(lines: readonly string[]): OperationRow[] {
  return parse(lines).map((result) => {
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    return result.row;
  });
}

describe("generated operations", () => {
  test("are the same for the same seed and others for another", () => {
    expect([...generateOperations(options)]).toEqual([...generateOperations(options)]);
    expect([...generateOperations(options)]).not.toEqual([...generateOperations({ ...options, seed: 8 })]);
  });

  test("are all valid, with ids that never repeat", () => {
    const rows = rowsOf([...generateOperations(options)]);
    expect(rows).toHaveLength(3_000);
    expect(new Set(rows.map((row) => row.externalId)).size).toBe(3_000);
    expect(new Set(rows.map((row) => row.side))).toEqual(new Set(["BUY", "SELL"]));
    const other = rowsOf([...generateOperations({ ...options, count: 2_000 })]);
    expect(other.some((row) => rows.some((each) => each.externalId === row.externalId))).toBe(false);
  });

  test("never sell what was not bought on an earlier day, nor buy for more than the fund has", () => {
    for (const count of [3_000, 40_000]) {
      const rows = rowsOf([...generateOperations({ ...options, count })]);
      const held = new Map<string, number>();
      const spent = new Map<string, number>();
      for (const day of options.days) {
        const today = rows.filter((row) => row.operationOn === day);
        const inOrder = [
          ...today.filter((row) => row.side === "SELL"),
          ...today.filter((row) => row.side === "BUY"),
        ];
        for (const row of inOrder) {
          const key = `${row.fundId} ${row.assetRef}`;
          const change = Math.round(Number(row.quantity) * 100) * (row.side === "BUY" ? 1 : -1);
          held.set(key, (held.get(key) ?? 0) + change);
          expect(held.get(key)).toBeGreaterThanOrEqual(0);
          const cost = row.side === "BUY" ? Number(row.quantity) * Number(row.informedUnitPrice) : 0;
          spent.set(row.fundId, (spent.get(row.fundId) ?? 0) + cost);
        }
      }
      for (const total of spent.values()) expect(total).toBeLessThan(9e9);
    }
  });

  test("carry as many broken lines as asked, of every kind", () => {
    const results = parse([...generateOperations({ ...options, badRows: 26 })]);
    const codes = results.flatMap((result) => (result.ok ? [] : [result.problem.code]));
    expect(codes).toEqual([...mistakes, ...mistakes].map(({ code }) => code));
    expect(new Set(codes).size).toBe(13);
  });
});
