import type { RowVerdict } from "./chunk-rows";
import { excerpt } from "./excerpt";
import { joinFields } from "./fields";
import type { RowProblem } from "./problems";
import type { RowResult } from "./row";

/** The line as it would be with what a person wrote (null: left out): its number and text stay. */
export function verdictOfEdit(
  line: Pick<RowVerdict, "rowNo" | "lineNo" | "raw">,
  fields: readonly string[] | null,
  delimiter: string,
  parse: (text: string) => RowResult,
): RowVerdict {
  const { rowNo, lineNo, raw } = line;
  if (fields === null) return { rowNo, lineNo, raw, ok: false, problem: leftOut(raw) };
  const result = parse(joinFields(fields, delimiter));
  return result.ok
    ? { rowNo, lineNo, raw, ok: true, row: result.row }
    : { rowNo, lineNo, raw, ok: false, problem: result.problem, fundId: result.fundId ?? null };
}

function leftOut(raw: string): RowProblem {
  return {
    code: "LEFT_OUT",
    column: null,
    expected: "uma linha que entra na importação",
    got: excerpt(raw),
    fix: "Uma pessoa deixou esta linha de fora; desfaça a correção para incluí-la.",
  };
}
