import type { Books, Operation } from "./books";
import { type FileLine, readLines, saysTheSame, type ValidLine } from "./file-lines";

/** Lines that became operations, by operation. */
export type Accepted = ReadonlyMap<string, ValidLine>;

type Placed = { uploadId: string; line: ValidLine };

/**
 * Decides anew, from the text of the files alone, which bucket each of their lines belongs in, and
 * compares: nothing lost, nothing doubled, each line in exactly one bucket.
 * @param files text of each upload that was processed
 */
export function recountRows(
  books: Books,
  files: ReadonlyMap<string, string>,
): { problems: string[]; accepted: Accepted } {
  const problems: string[] = [];
  const codes = new Set(books.funds.map((fund) => fund.code));
  const accepted = new Map<string, ValidLine>();
  const byId = new Map<string, Placed[]>();
  for (const [uploadId, text] of files) {
    const lines = readLines(text, codes);
    problems.push(...compareFile(books, uploadId, lines));
    for (const line of lines) {
      if (!line.isValid) continue;
      const key = `${line.fund} ${line.id}`;
      byId.set(key, [...(byId.get(key) ?? []), { uploadId, line }]);
    }
  }
  const rows = new Map(books.rows.map((row) => [`${row.uploadId} ${row.rowNo}`, row]));
  for (const [key, claims] of byId) {
    const winners = claims.filter(
      ({ uploadId, line }) => rows.get(`${uploadId} ${line.rowNo}`)?.state === "ACCEPTED",
    );
    const [winner] = winners;
    if (!winner || winners.length > 1) {
      problems.push(`${key}: ${winners.length} accepted lines instead of one`);
      continue;
    }
    const operationId = rows.get(`${winner.uploadId} ${winner.line.rowNo}`)?.operationId ?? "";
    accepted.set(operationId, winner.line);
    for (const claim of claims) {
      const { uploadId, line } = claim;
      if (claim === winner) continue;
      if (uploadId === winner.uploadId && line.rowNo < winner.line.rowNo)
        problems.push(`${key}: line ${line.rowNo} came first`);
      const row = rows.get(`${uploadId} ${line.rowNo}`);
      const same = saysTheSame(line, winner.line);
      const got = `${row?.state} ${row?.code} ${row?.operationId}`;
      const wanted = same ? `DUPLICATE DUPLICATE ${operationId}` : "REJECTED OPERATION_ID_REUSED null";
      if (got !== wanted)
        problems.push(`${key}: line ${line.rowNo} of ${uploadId} is ${got} instead of ${wanted}`);
    }
  }
  problems.push(...compareOperations(books, accepted));
  return { problems, accepted };
}

function compareFile(books: Books, uploadId: string, lines: readonly FileLine[]): string[] {
  const problems: string[] = [];
  const rows = books.rows.filter((row) => row.uploadId === uploadId);
  if (rows.length !== lines.length)
    problems.push(`${uploadId}: ${rows.length} rows for ${lines.length} lines`);
  for (const line of lines) {
    const row = rows[line.rowNo - 1];
    if (row?.rowNo !== line.rowNo) problems.push(`${uploadId}: no row ${line.rowNo}`);
    else if (!line.isValid && (row.state !== "REJECTED" || !row.code || row.operationId !== null)) {
      problems.push(`${uploadId}: bad line ${line.rowNo} is ${row.state} ${row.code}`);
    }
  }
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const upload = books.uploads.find((each) => each.uploadId === uploadId);
  const told = [upload?.rowCount, upload?.accepted, upload?.rejected, upload?.duplicate].join(" ");
  const counted = [lines.length, count("ACCEPTED"), count("REJECTED"), count("DUPLICATE")].join(" ");
  if (told !== counted) problems.push(`${uploadId}: says ${told}, has ${counted}`);
  return problems;
}

/** One operation for each accepted line, of the right fund and place, and none besides. */
function compareOperations(books: Books, accepted: Accepted): string[] {
  const problems: string[] = [];
  const codes = new Map(books.funds.map((fund) => [fund.fundId, fund.code]));
  const known = new Set<string>();
  for (const operation of books.operations) {
    known.add(operation.operationId);
    const line = accepted.get(operation.operationId);
    const says = ({ externalId, fundId, side, rowNo }: Operation) =>
      `${externalId} ${codes.get(fundId)} ${side} ${rowNo}`;
    if (!line) problems.push(`operation ${operation.externalId} has no line`);
    else if (says(operation) !== `${line.id} ${line.fund} ${line.side} ${line.rowNo}`) {
      problems.push(`operation ${says(operation)} is not line ${line.rowNo}`);
    }
  }
  for (const [operationId, line] of accepted) {
    if (!known.has(operationId))
      problems.push(`line ${line.rowNo} (${line.id}) was accepted and has no operation`);
  }
  return problems;
}
