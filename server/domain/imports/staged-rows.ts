import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { splitFields } from "./model/fields";
import type { FileFormat } from "./model/head";
import type { RowProblem } from "./model/problems";

export type StagedRow = {
  rowNo: number;
  lineNo: number;
  state: "VALID" | "ACCEPTED" | "REJECTED" | "DUPLICATE";
  code: string | null;
  problem: RowProblem | null;
  /** As edited, else as the file has them: as many as the header's names whenever the line can be split so. */
  fields: string[];
  raw: string;
  /** The file's own fields, when a person changed the line. */
  editedFrom: string[] | null;
  /** A person left the line out. */
  isLeftOut: boolean;
  /** The correction in which the edited line was sent again. */
  sentIn: string | null;
  operationId: string | null;
};

export type StagedPage = Page<StagedRow> & { names: string[] };

/** Lines of a file in its order, as they are staged or became. */
export async function listStagedRows(
  tx: Tx,
  input: {
    uploadId: string;
    bucket?: StagedRow["state"] | null;
    code?: string | null;
    column?: string | null;
    rowNo?: number | null;
    cursor?: string | null;
    limit?: number;
  },
): Promise<StagedPage> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 1);
  const format = await readFormatOf(tx, input.uploadId);
  const rows = await tx.sql<
    Omit<StagedRow, "fields" | "editedFrom" | "isLeftOut"> & {
      edited: string[] | null;
      editProblem: RowProblem | null;
      kind: string | null;
    }
  >(
    `select r.row_no as "rowNo", r.line_no as "lineNo", r.state, r.code, r.problem, r.raw, r.operation_id as "operationId",
            e.fields as edited, e.problem as "editProblem", e.kind, e.sent_in as "sentIn"
       from upload_row r left join upload_edit e on e.upload_id = r.upload_id and e.row_no = r.row_no
      where r.upload_id = $1 and ($2::uuid[] is null or r.fund_id = any ($2)
              or exists (select 1 from upload u where u.id = $1 and u.uploaded_by = $3::uuid))
        and ($4::text is null or r.state = $4) and ($5::text is null or r.code = $5)
        and ($6::text is null or r.problem ->> 'column' = $6) and ($7::int is null or r.row_no = $7)
        and ($8::int is null or r.row_no > $8)
      order by r.row_no limit $9`,
    [
      input.uploadId,
      fundScope(tx.actor),
      tx.actor.userId,
      input.bucket ?? null,
      input.code ?? null,
      input.column ?? null,
      input.rowNo ?? null,
      after?.[0] ?? null,
      limit + 1,
    ],
  );
  const page = toPage(rows, limit, (row) => [row.rowNo]);
  const items = page.items.map(({ edited, editProblem, kind, ...row }) => {
    const own = sourceFields(row.raw, format);
    return {
      ...row,
      // What is still wrong with an edited line; of a finished file the line itself stays as it was decided.
      problem: kind === null ? row.problem : editProblem,
      fields: edited ?? own,
      editedFrom: kind === null ? null : own,
      isLeftOut: kind !== null && edited === null,
    };
  });
  return { items, nextCursor: page.nextCursor, names: [...(format?.header.names ?? [])] };
}

/** @throws `upload.not_found` */
export async function readFormatOf(tx: Tx, uploadId: string): Promise<FileFormat | null> {
  const [row] = await tx.sql<{ header: FileFormat | null }>(
    `select u.header from upload u where u.id = $1 and ($2::uuid[] is null or u.uploaded_by = $3::uuid
        or exists (select 1 from upload_fund s where s.upload_id = u.id and s.fund_id = any ($2)))`,
    [uploadId, fundScope(tx.actor), tx.actor.userId],
  );
  if (!row) throw new DomainError("upload.not_found", { uploadId });
  return row.header;
}

/** A stored line's fields, filled up to the header's; the whole line as the first where it cannot be split so. */
export function sourceFields(raw: string, format: Pick<FileFormat, "delimiter" | "header"> | null): string[] {
  const width = format?.header.names.length ?? 1;
  const split = splitFields(raw, format?.delimiter ?? ";");
  const own = Array.isArray(split) ? split : [raw];
  if (own.length > width && own.slice(width).some((field) => field.trim() !== ""))
    return [raw, ...blanks(width - 1)];
  return [...own.slice(0, width), ...blanks(width - own.length)];
}

function blanks(count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, () => "");
}
