import type { RowVerdict } from "./chunk-rows";
import { splitFields } from "./fields";
import type { FileFormat } from "./head";
import { keyColumn } from "./header";
import type { RowProblem } from "./problems";

/** What the download of rejected lines adds to their own columns. */
export const addedColumns = ["_linha", "_erro", "_sugestao", keyColumn] as const;

/** Names one line of one file: its row, and its text so that a key of another file does not fit. */
export function rowKey(rowNo: number, rawHash: string): string {
  return `${rowNo}-${rawHash.slice(0, 12)}`;
}

export function parseRowKey(text: string): { rowNo: number; hashStart: string } | null {
  const match = /^(\d{1,8})-([0-9a-f]{12})$/.exec(text.trim());
  return match ? { rowNo: Number(match[1]), hashStart: match[2] as string } : null;
}

/** The columns of a file without those that our download added. */
export function ownNames(names: readonly string[]): string[] {
  return names.filter((name) => !(addedColumns as readonly string[]).includes(name));
}

/** The line that a line says it corrects; null when it names none. */
export function keyOf(verdict: RowVerdict, format: FileFormat): { rowNo: number; hashStart: string } | null {
  const { keyIndex } = format.header;
  if (keyIndex === undefined) return null;
  const fields = splitFields(verdict.raw, format.delimiter);
  return Array.isArray(fields) ? parseRowKey(fields[keyIndex] ?? "") : null;
}

export type ParentLine = {
  readonly fields: readonly string[];
  readonly problem: RowProblem | null;
  readonly code: string | null;
  /** The line was accepted already, with the same content as the correction's or another; null when it was not. */
  readonly taken: "same" | "other" | null;
};

/** What stood in a line's way without being wrong in it: it may be gone, and the line then comes as it is. */
const freedCodes: ReadonlySet<string> = new Set(["OPERATION_ID_REUSED", "NOT_TAKEN"]);

/**
 * What becomes of a line that corrects another: one that says the same as before is told so instead of
 * being taken, unless what stood in its way was not in the line and is gone.
 */
export function judgeCorrection(
  verdict: RowVerdict,
  format: FileFormat,
  parent: ParentLine,
  parentNames: readonly string[],
): RowVerdict {
  const fields = splitFields(verdict.raw, format.delimiter);
  if (!Array.isArray(fields)) return verdict;
  const { rowNo, lineNo, raw } = verdict;
  const fundId = verdict.ok ? verdict.row.fundId : (verdict.fundId ?? null);
  // The same content is known by its identifier, as anywhere.
  if (parent.taken === "same") return verdict;
  if (parent.taken === "other") return { rowNo, lineNo, raw, ok: false, problem: taken, fundId };
  const isUnchanged = parentNames.every((name, index) => {
    const at = format.header.names.indexOf(name);
    return at < 0 || spared(fields[at] ?? "") === spared(parent.fields[index] ?? "");
  });
  if (!isUnchanged || (verdict.ok && freedCodes.has(parent.code ?? ""))) return verdict;
  return { rowNo, lineNo, raw, ok: false, problem: unchanged(verdict, parent.problem), fundId };
}

/** A line that was accepted already, in the file itself or by an earlier correction. */
export const taken: RowProblem = {
  code: "CORRECTION_TAKEN",
  column: null,
  expected: "uma linha que ainda não foi aceita",
  got: "outra versão de uma linha que já foi aceita",
  fix: "Nada a fazer; se a versão aceita está errada, peça o estorno dela.",
};

export type FieldChange = { readonly name: string; readonly before: string | null; readonly after: string };

/** What a correction's line says otherwise than the line it corrects (null: it corrects none, all is new). */
export function changesOf(
  names: readonly string[],
  fields: readonly string[],
  parent: { readonly names: readonly string[]; readonly fields: readonly string[] } | null,
): FieldChange[] {
  return ownNames(names).flatMap((name): FieldChange[] => {
    const after = fields[names.indexOf(name)] ?? "";
    if (parent === null) return after === "" ? [] : [{ name, before: null, after }];
    const at = parent.names.indexOf(name);
    const before = at < 0 ? "" : (parent.fields[at] ?? "");
    return spared(before) === spared(after) ? [] : [{ name, before, after }];
  });
}

function unchanged(verdict: RowVerdict, before: RowProblem | null): RowProblem {
  const problem = verdict.ok ? before : verdict.problem;
  return {
    code: "CORRECTION_UNCHANGED",
    column: problem?.column ?? null,
    expected: problem?.expected ?? "uma linha corrigida",
    got: problem?.got ?? "a mesma linha",
    fix: `Esta linha continua igual à rejeitada. ${problem?.fix ?? "Corrija-a e envie de novo."}`,
  };
}

/** Without outer blanks and without the mark that keeps a cell from running as a formula. */
function spared(field: string): string {
  return field.trim().replace(/^'(?=[=+\-@＝＋－＠])/, "");
}
