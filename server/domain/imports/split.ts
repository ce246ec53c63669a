import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { refuse } from "./complete";
import { discardStaged } from "./discard";
import { headOptions, inheritFormat, inheritReading, readStart } from "./head-options";
import { stageChunkJob } from "./jobs";
import { lockUpload } from "./lock";
import { type ChunkPlan, createChunkPlanner } from "./model/chunk-plan";
import { isPacked } from "./model/diagnosis";
import { headBytes } from "./model/encoding";
import { type FileFormat, readHead } from "./model/head";
import { type FileRefusal, fileRefusals, isFileRefusal } from "./model/problems";
import type { Reading } from "./model/reading";
import { asSheetRefusal } from "./model/spreadsheet-refusal";
import type { Utf16 } from "./model/utf16";
import { foreignKind, makeText, type Text, textKeyOf } from "./open-spreadsheet";
import type { UploadRef } from "./schemas";
import { unlessCancelled } from "./unless-cancelled";

/** Rows and bytes of a chunk: small enough that it fits in memory, large enough that a job is worth it. */
const chunkLimits = { rowLimit: 5_000, byteLimit: 4 * 1024 * 1024 };
const rowsMax = 20_000_000;

type Source = {
  state: string;
  /** Where the text is: the file itself, or what was made of a spreadsheet. */
  textKey: string;
  storageKey: string;
  sizeBytes: bigint;
  fundId: string | null;
  reading: Reading;
  readingNo: number;
  isInteractive: boolean;
  hasSheets: boolean;
  parentFormat: FileFormat | null;
  parentReading: Reading | null;
};

/**
 * Reads the file once, decides how it is written and cuts it at record boundaries into chunks; a file
 * that cannot be read is refused whole, with a reason. What an earlier reading staged is cleared first.
 * Running twice changes nothing.
 */
export async function splitUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  await unlessCancelled(ctx, uploadId, () => split(ctx, uploadId));
}

async function split(ctx: Ctx, uploadId: string): Promise<void> {
  const upload = await ctx.transaction(async (tx) => {
    const [row] = await tx.sql<Source>(
      `select u.state, coalesce(u.text_key, u.storage_key) as "textKey", u.storage_key as "storageKey", coalesce(u.text_bytes, u.size_bytes) as "sizeBytes",
              u.default_fund_id as "fundId", u.reading, u.reading_no as "readingNo", u.confirmed_at is null as "isInteractive", u.sheets is not null as "hasSheets",
              p.header as "parentFormat", p.reading as "parentReading"
         from upload u left join upload p on p.id = u.parent_id where u.id = $1`,
      [uploadId],
    );
    return row;
  });
  if (upload?.state !== "SPLITTING") return;
  if (upload.readingNo > 1) await discardStaged(ctx, uploadId, "SPLITTING");
  const { text, read } = await readFile(ctx, upload);
  await ctx.transaction(async (tx) => {
    await lockUpload(tx, uploadId, ["SPLITTING"]);
    if (text) {
      await tx.sql("update upload set text_key = $2, text_bytes = $3, sheets = $4 where id = $1", [
        uploadId,
        text.textKey,
        text.textBytes,
        text.sheets,
      ]);
    }
    if (isFileRefusal(read)) await refuse(tx, uploadId, read);
    else await keepChunks(tx, uploadId, read);
  });
}

/** What is no text in one of our encodings is read from a text, which is made when there is none yet. */
async function readFile(ctx: Ctx, upload: Source): Promise<{ text: Text | null; read: Split | FileRefusal }> {
  const stored = await ctx.ports.storage.size(upload.textKey);
  if (BigInt(stored) !== upload.sizeBytes)
    return { text: null, read: fileRefusals.truncated(Number(upload.sizeBytes), stored) };
  const { storageKey, reading } = upload;
  const kind = await foreignKind(ctx.ports.storage, storageKey);
  const source = kind === null || isPacked(kind) ? null : kind;
  const isMade = upload.textKey === textKeyOf(storageKey, reading.sheet);
  const plan = async (of: Source, hasSheets: boolean) => {
    const read = await planChunks(ctx, of, source);
    return hasSheets && isFileRefusal(read) ? asSheetRefusal(read) : read;
  };
  if (isMade || kind === null) return { text: null, read: await plan(upload, upload.hasSheets) };
  const text = await makeText(ctx, storageKey, kind, reading.sheet);
  if (isFileRefusal(text)) return { text: null, read: text };
  const made = { ...upload, textKey: text.textKey, sizeBytes: BigInt(text.textBytes) };
  return { text, read: await plan(made, text.sheets !== null) };
}

type Split = { format: FileFormat; chunks: ChunkPlan[]; rowCount: number };

async function planChunks(ctx: Ctx, upload: Source, source: Utf16 | null): Promise<Split | FileRefusal> {
  const { storage } = ctx.ports;
  const head = await readStart(storage, upload.textKey, headBytes);
  const reading = inheritReading(
    upload.reading,
    upload.parentReading && { reading: upload.parentReading, format: upload.parentFormat },
  );
  const { options } = await ctx.transaction((tx) => headOptions(tx, head, { ...upload, reading }));
  const read = readHead(head, options);
  if (isFileRefusal(read)) return read;
  const inherited = inheritFormat(read, upload.parentFormat, upload.reading);
  const format = source ? { ...inherited, source } : inherited;
  const chunks: ChunkPlan[] = [];
  const planner = createChunkPlanner(format, chunkLimits, (chunk) => chunks.push(chunk));
  const range = { start: format.dataStart, end: Number(upload.sizeBytes) };
  for await (const bytes of storage.read(upload.textKey, range)) {
    planner.push(bytes as Buffer);
    if (planner.rowCount > rowsMax) return fileRefusals.tooManyRows(rowsMax);
  }
  planner.end();
  return planner.rowCount === 0 ? fileRefusals.headerOnly() : { format, chunks, rowCount: planner.rowCount };
}

async function keepChunks(tx: Tx, uploadId: string, { format, chunks, rowCount }: Split): Promise<void> {
  const encoding = format.source ?? format.encoding;
  await tx.sql(
    `insert into upload_chunk (upload_id, chunk_no, byte_start, byte_end, first_row, first_line, row_count)
     select $1, * from unnest($2::int[], $3::bigint[], $4::bigint[], $5::int[], $6::int[], $7::int[])`,
    [
      uploadId,
      chunks.map((c) => c.chunkNo),
      chunks.map((c) => c.byteStart),
      chunks.map((c) => c.byteEnd),
      chunks.map((c) => c.firstRow),
      chunks.map((c) => c.firstLine),
      chunks.map((c) => c.rowCount),
    ],
  );
  await tx.sql(
    `update upload set state = 'STAGING', encoding = $2, delimiter = $3, header = $4::jsonb, chunk_count = $5, row_count = $6
      where id = $1`,
    [uploadId, encoding, format.delimiter, JSON.stringify(format), chunks.length, rowCount],
  );
  await recordEvents(tx, [
    {
      action: "import.split",
      subjectType: "upload",
      subjectId: uploadId,
      after: { rowCount, chunkCount: chunks.length, encoding, delimiter: format.delimiter },
    },
  ]);
  await enqueue(
    tx,
    stageChunkJob,
    chunks.map((chunk) => ({ uploadId, chunkNo: chunk.chunkNo })),
  );
}
