import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { completeUpload } from "./complete";
import { createUpload } from "./create";
import { lockDecided } from "./lock";
import { ownNames, rowKey } from "./model/correction";
import { joinFields } from "./model/fields";
import type { FileFormat } from "./model/head";
import { keyColumn } from "./model/header";
import { previewUpload } from "./preview";
import { requireWhole } from "./queries";
import { uploadBytesMax } from "./schemas";

type EditedRow = { rowNo: number; fields: string[]; rawHash: string };

/**
 * Makes a correction of the rejected lines that people mended: only those, each known by its key. It waits
 * for its person like any file: they see line by line what changes, then confirm. Asked twice with the
 * same values it is one correction.
 * @returns the correction's upload
 * @throws DomainError `upload.not_found`, `upload.wrong_state`, `upload.nothing_edited`
 */
export async function resendEdited(
  ctx: Ctx,
  { uploadId, rowNos }: { uploadId: string; rowNos?: readonly number[] },
): Promise<{ uploadId: string }> {
  return await ctx.transaction(async (tx) => {
    await lockDecided(tx, uploadId);
    await requireWhole(tx, uploadId);
    const rows = await readEdited(tx, uploadId, rowNos ?? null);
    if (rows.length === 0) throw new DomainError("upload.nothing_edited", { uploadId });
    const [parent] = await tx.sql<{ header: FileFormat; fileName: string }>(
      `select header, file_name as "fileName" from upload where id = $1`,
      [uploadId],
    );
    const bytes = Buffer.from(correctionText(parent?.header as FileFormat, rows));
    const childId =
      (await findSent(tx, uploadId, bytes)) ?? (await send(tx, uploadId, parent?.fileName ?? "", bytes));
    await tx.sql("update upload_edit set sent_in = $3 where upload_id = $1 and row_no = any ($2)", [
      uploadId,
      rows.map(({ rowNo }) => rowNo),
      childId,
    ]);
    return { uploadId: childId };
  });
}

async function readEdited(tx: Tx, uploadId: string, rowNos: readonly number[] | null): Promise<EditedRow[]> {
  return await tx.sql<EditedRow>(
    `select e.row_no as "rowNo", e.fields, e.raw_hash as "rawHash" from upload_edit e
       join upload_row r on r.upload_id = e.upload_id and r.row_no = e.row_no and r.state = 'REJECTED'
      where e.upload_id = $1 and e.fields is not null
        and case when $2::int[] is null then e.sent_in is null else e.row_no = any ($2) end order by e.row_no`,
    [uploadId, rowNos],
  );
}

function correctionText({ header, delimiter }: FileFormat, rows: readonly EditedRow[]): string {
  const names = ownNames(header.names);
  const indexes = names.map((name) => header.names.indexOf(name));
  const line = (fields: readonly string[]) => `${joinFields(fields, delimiter)}\r\n`;
  const lines = rows.map(({ rowNo, fields, rawHash }) =>
    line([...indexes.map((index) => fields[index] ?? ""), rowKey(rowNo, rawHash)]),
  );
  return `\ufeff${line([...names, keyColumn])}${lines.join("")}`;
}

/** The correction of this file that has just these bytes. */
async function findSent(tx: Tx, uploadId: string, bytes: Buffer): Promise<string | null> {
  const [sent] = await tx.sql<{ id: string }>(
    "select id from upload where parent_id = $1 and sha256 = $2 and state not in ('REFUSED', 'CANCELLED') order by id desc limit 1",
    [uploadId, createHash("sha256").update(bytes).digest()],
  );
  return sent?.id ?? null;
}

async function send(tx: Tx, parentId: string, fileName: string, bytes: Buffer): Promise<string> {
  const { uploadId, storageKey } = await createUpload(tx, {
    fileName: `${fileName.replace(/\.(csv|txt|xlsx)$/i, "")} (correção).csv`.slice(-255),
    kind: "operacoes",
    channel: "tela",
    parentId,
  });
  await tx.ports.storage.write(storageKey, Readable.from([bytes]), uploadBytesMax);
  await completeUpload(tx, { uploadId });
  await previewUpload(tx, { uploadId, reading: {} });
  return uploadId;
}
