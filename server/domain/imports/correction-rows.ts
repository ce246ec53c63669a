import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { changesOf, type FieldChange } from "./model/correction";
import type { FileFormat } from "./model/head";
import type { RowProblem } from "./model/problems";
import { sourceFields } from "./staged-rows";
import { viewerOf, wholeUploads } from "./upload-rows";

/**
 * What becomes of a correction's line: it is sent, it says the same as before, it was accepted already and
 * is ignored, or there is still something wrong with it.
 */
export const correctionFates = ["sent", "unchanged", "ignored", "wrong"] as const;
export type CorrectionFate = (typeof correctionFates)[number];

export type CorrectionRow = {
  rowNo: number;
  lineNo: number;
  fate: CorrectionFate;
  /** Why it is not sent. */
  code: string | null;
  problem: RowProblem | null;
  externalId: string | null;
  /** Line of the corrected file; null when the line names none and is new. */
  correctsLine: number | null;
  /** Fields that say something else than there; all of them when it is new. */
  changes: FieldChange[];
  /** The operation that there is already. */
  operationId: string | null;
};

/** Lines of a correction with their fates, by the rules of acceptance. Same for a staged file and a finished one. */
const fated = `select r.*, o.id as known_id,
       case when r.state = 'ACCEPTED' then 'sent'
            when r.code = 'CORRECTION_UNCHANGED' then 'unchanged'
            when r.state = 'DUPLICATE' or r.code in ('CORRECTION_TAKEN', 'OPERATION_ID_REUSED') then 'ignored'
            when r.state = 'REJECTED' then 'wrong'
            when o.id is not null or r.nth > 1 then 'ignored' else 'sent' end as fate,
       case when r.state <> 'VALID' then r.code
            when o.id is not null and o.content_hash = r.content_hash then 'DUPLICATE'
            when o.id is not null then 'OPERATION_ID_TAKEN'
            when r.nth > 1 then 'OPERATION_ID_REUSED' end as why
  from (select x.*, row_number() over (partition by state, fund_id, external_id order by row_no) as nth
          from upload_row x where upload_id = $1) r
  left join operation o on r.state = 'VALID' and o.fund_id = r.fund_id and o.external_id = r.external_id and o.taken_back_at is null`;

/**
 * How many lines of a correction have which fate.
 * @throws `upload.not_found`
 */
export async function countCorrection(tx: Tx, uploadId: string): Promise<Record<CorrectionFate, number>> {
  await readFormats(tx, uploadId);
  const rows = await tx.sql<{ fate: CorrectionFate; count: number }>(
    `select fate, count(*)::int as count from (${fated}) f group by fate`,
    [uploadId],
  );
  const counts = { sent: 0, unchanged: 0, ignored: 0, wrong: 0 };
  for (const { fate, count } of rows) counts[fate] = count;
  return counts;
}

/**
 * Lines of a correction in its order, each beside the line it corrects.
 * @throws `upload.not_found`, `input.invalid` (cursor)
 */
export async function listCorrectionRows(
  tx: Tx,
  input: { uploadId: string; fate?: CorrectionFate | null; cursor?: string | null; limit?: number },
): Promise<Page<CorrectionRow>> {
  const limit = input.limit ?? pageSize;
  const formats = await readFormats(tx, input.uploadId);
  const rows = await tx.sql<Found>(
    `select f.row_no as "rowNo", f.line_no as "lineNo", f.fate, f.why as code, f.problem, f.external_id as "externalId", f.raw,
            e.fields as edited, b.line_no as "correctsLine", b.raw as "parentRaw", coalesce(f.known_id, case when f.state = 'DUPLICATE' then f.operation_id end) as "operationId"
       from (${fated}) f
       join upload u on u.id = f.upload_id
       left join upload_edit e on e.upload_id = f.upload_id and e.row_no = f.row_no
       left join upload_row b on b.upload_id = u.parent_id and b.row_no = f.corrects_row
        and ($5::uuid[] is null or b.fund_id = any ($5)
             or exists (select 1 from upload p where p.id = u.parent_id and p.uploaded_by = $6::uuid))
      where ($2::text is null or f.fate = $2) and ($3::int is null or f.row_no > $3)
      order by f.row_no limit $4`,
    [
      input.uploadId,
      input.fate ?? null,
      decodeCursor(input.cursor, 1)?.[0] ?? null,
      limit + 1,
      fundScope(tx.actor),
      tx.actor.userId,
    ],
  );
  const page = toPage(rows, limit, (row) => [row.rowNo]);
  return { ...page, items: page.items.map((row) => toCorrectionRow(row, formats)) };
}

type Formats = { own: FileFormat | null; parent: FileFormat | null };

/** How the correction and its file are written; asked by who sees all of the correction. */
async function readFormats(tx: Tx, uploadId: string): Promise<Formats> {
  const [formats] = await tx.sql<Formats>(
    `select u.header as own, p.header as parent from upload u left join upload p on p.id = u.parent_id
      where u.id = $3 and u.parent_id is not null and ${wholeUploads}`,
    [...viewerOf(tx), uploadId],
  );
  if (!formats) throw new DomainError("upload.not_found", { uploadId });
  return formats;
}

type Found = Omit<CorrectionRow, "changes"> & {
  raw: string;
  edited: string[] | null;
  parentRaw: string | null;
};

function toCorrectionRow({ raw, edited, parentRaw, ...row }: Found, { own, parent }: Formats): CorrectionRow {
  const before =
    parentRaw === null || !parent
      ? null
      : { names: parent.header.names, fields: sourceFields(parentRaw, parent) };
  return { ...row, changes: changesOf(own?.header.names ?? [], edited ?? sourceFields(raw, own), before) };
}
