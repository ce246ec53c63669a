/** What a person typed over a line and did not keep yet, and the fields that it was typed over. */
export type RowDraft = { over: readonly string[]; fields: readonly string[] };
type Kept = RowDraft & { uploadId: string; rowNo: number };
type Line = { rowNo: number; fields: readonly string[] };

const key = "lastro.linhas";
const mostKept = 50;

/** Newest first; whatever else stands under the key is nobody's draft. */
function readAll(): Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? (kept as Kept[]) : [];
  } catch {
    return [];
  }
}

function writeAll(drafts: readonly Kept[]): void {
  try {
    if (drafts.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(drafts.slice(0, mostKept)));
  } catch {
    // A storage that is full or off keeps nothing beyond a reload; the text still stands in its field.
  }
}

const others = (uploadId: string, rowNo: number) =>
  readAll().filter((each) => each.uploadId !== uploadId || each.rowNo !== rowNo);

/** Keeps what is typed over a line in this browser; what is as the line was is no draft. */
export function holdRow(uploadId: string, { rowNo, fields: over }: Line, fields: readonly string[]): void {
  const rest = others(uploadId, rowNo);
  writeAll(same(over, fields) ? rest : [{ uploadId, rowNo, over, fields }, ...rest]);
}

export function releaseRow(uploadId: string, rowNo: number): void {
  writeAll(others(uploadId, rowNo));
}

/** The lines of these that have a draft, the one typed last first; a line that changed since has none. */
export function draftedRows(uploadId: string, lines: readonly Line[]): number[] {
  const byRow = new Map(lines.map((line) => [line.rowNo, line]));
  return readAll()
    .filter(
      (draft) => draft.uploadId === uploadId && same(draft.over, byRow.get(draft.rowNo)?.fields ?? null),
    )
    .map(({ rowNo }) => rowNo);
}

/** What was typed over this line as it is. */
export function heldRow(uploadId: string, { rowNo, fields }: Line): readonly string[] | null {
  const draft = readAll().find((each) => each.uploadId === uploadId && each.rowNo === rowNo);
  return draft && same(draft.over, fields) ? draft.fields : null;
}

function same(a: unknown, b: readonly string[] | null): boolean {
  return Array.isArray(a) && b !== null && a.length === b.length && b.every((value, at) => value === a[at]);
}
