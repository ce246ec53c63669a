import { describe, expect, test } from "vitest";
import { splitFields } from "./model/fields";
import type { FileFormat } from "./model/head";
import type { ProblemRow } from "./queries";
import { rejectedLine } from "./rejected-csv";

const format = {
  delimiter: ";",
  header: { names: ["operacao_id", "fundo", "tipo"] },
} as unknown as FileFormat;
const row = (raw: string): ProblemRow => ({
  rowNo: 7,
  lineNo: 8,
  state: "REJECTED",
  code: "SIDE_UNKNOWN",
  problem: { code: "SIDE_UNKNOWN", column: "tipo", expected: "C ou V", got: "“X”", fix: "Use C ou V." },
  raw,
  externalId: null,
  operationId: null,
});

describe("the download of rejected lines", () => {
  test("a line keeps its fields and gains its number, problem, remedy and key", () => {
    const fields = splitFields(rejectedLine(row("OP1;ALFA;X"), format, ";"), ";");
    expect(fields).toEqual([
      "OP1",
      "ALFA",
      "X",
      "8",
      "SIDE_UNKNOWN: esperado C ou V; veio “X”",
      "Use C ou V.",
      expect.stringMatching(/^7-[0-9a-f]{12}$/),
    ]);
  });

  test("a line with too few, too many or broken fields still has the columns of the header", () => {
    for (const raw of ["OP1", "OP1;ALFA;X;extra", 'OP1;"ALFA;X']) {
      const fields = splitFields(rejectedLine(row(raw), format, ";"), ";");
      expect(fields).toHaveLength(7);
      expect(fields[3]).toBe("8");
    }
  });

  test("no cell runs as a formula in a spreadsheet", () => {
    for (const cell of ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "＝1"]) {
      const fields = splitFields(rejectedLine(row(`${cell};ALFA;X`), format, ";"), ";") as string[];
      expect(fields[0]).toBe(`'${cell}`);
    }
  });
});
