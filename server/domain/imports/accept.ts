import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { applyPricesJob, requestPrices } from "#server/domain/pricing/index";
import { localDay, publicationAt } from "#server/kernel/business-day";
import type { Ctx, Tx } from "#server/kernel/context";
import { finishUploadJob } from "./jobs";
import { taken } from "./model/correction";
import { distinctKeys, type PricedDay, priceKeyName, priceKeysOf } from "./price-keys";
import type { UploadRef } from "./schemas";

/** Rows decided in one transaction. */
const pageRows = 10_000;

/**
 * Decides, in the order of lines, what becomes of each staged row: of several equal lines the first
 * wins, here and across files; the same id with other content is rejected. Accepted rows become
 * operations, and the lists that they need are asked for. Goes page by page and takes up where it
 * stopped, so that running twice changes nothing.
 */
export async function acceptUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  for (;;) {
    const more = await ctx.transaction((tx) => acceptPage(tx, uploadId));
    if (!more) return;
  }
}

/** Leaves out what a file that is being stopped had not decided yet, so that each line has its bucket all the same. */
export async function leaveRest(ctx: Ctx, uploadId: string): Promise<void> {
  for (;;) {
    const more = await ctx.transaction((tx) => leavePage(tx, uploadId));
    if (!more) return;
  }
}

type Page = { from: number; to: number; isLast: boolean };

async function nextPage(tx: Tx, uploadId: string, state: "ACCEPTING" | "STOPPING"): Promise<Page | null> {
  const [upload] = await tx.sql<{ through: number; rowCount: number }>(
    `select accepted_through as through, row_count as "rowCount" from upload
      where id = $1 and state = $2 and accepted_at is null for no key update`,
    [uploadId, state],
  );
  if (!upload) return null;
  const to = Math.min(upload.through + pageRows, upload.rowCount);
  return { from: upload.through, to, isLast: to === upload.rowCount };
}

async function acceptPage(tx: Tx, uploadId: string): Promise<boolean> {
  const page = await nextPage(tx, uploadId, "ACCEPTING");
  if (!page) return false;
  const { from, to, isLast } = page;
  await refuseTaken(tx, uploadId, from, to);
  const accepted = await insertOperations(tx, uploadId, from, to);
  await decideRows(tx, uploadId, from, to);
  await askForPrices(tx, accepted);
  await recordPage(tx, uploadId, from, to);
  if (!isLast) return true;
  await close(tx, uploadId);
  await tx.sql("update upload set state = 'PROCESSING' where id = $1", [uploadId]);
  await enqueue(tx, finishUploadJob, [{ uploadId }]);
  return false;
}

async function leavePage(tx: Tx, uploadId: string): Promise<boolean> {
  const page = await nextPage(tx, uploadId, "STOPPING");
  if (!page) return false;
  const { from, to, isLast } = page;
  await tx.sql(
    `update upload_row set state = 'REJECTED', code = $4, problem = $5::jsonb, operation_id = null
      where upload_id = $1 and row_no > $2 and row_no <= $3 and state = 'VALID'`,
    [uploadId, from, to, notTaken.code, JSON.stringify(notTaken)],
  );
  await recordPage(tx, uploadId, from, to);
  if (isLast) await close(tx, uploadId);
  return !isLast;
}

const notTaken = {
  code: "NOT_TAKEN",
  column: null,
  expected: "que o processamento chegasse a esta linha",
  got: "o processamento parado antes, por uma pessoa",
  fix: "Nada há de errado nela: envie o arquivo de novo, ou só estas linhas.",
};

/** Of two versions of one line the first that was taken stands, also when the second gives it another id. */
async function refuseTaken(tx: Tx, uploadId: string, from: number, to: number): Promise<void> {
  const [child] = await tx.sql<{ parentId: string }>(
    `select p.id as "parentId" from upload u join upload p on p.id = u.parent_id where u.id = $1 for no key update of p`,
    [uploadId],
  );
  if (!child) return;
  await tx.sql(
    `update upload_row r set state = 'REJECTED', code = $5, problem = $6::jsonb, operation_id = null
      where r.upload_id = $1 and r.row_no > $2 and r.row_no <= $3 and r.state = 'VALID' and r.corrects_row is not null
        and (exists (select 1 from upload_row x join operation o on o.id = x.operation_id and o.taken_back_at is null
                      where x.upload_id = $4 and x.row_no = r.corrects_row and x.state = 'ACCEPTED' and o.content_hash <> r.content_hash)
          or exists (select 1 from upload s join upload_row x on x.upload_id = s.id and x.corrects_row = r.corrects_row and x.state = 'ACCEPTED'
                      join operation o on o.id = x.operation_id and o.taken_back_at is null and o.content_hash <> r.content_hash
                     where s.parent_id = $4 and s.id <> $1))`,
    [uploadId, from, to, child.parentId, taken.code, JSON.stringify(taken)],
  );
}

/**
 * The first valid row of each (fund, id) becomes an operation, unless the fund has that id already.
 * In the order of ids, as two files with the same ids in other orders would wait for each other.
 */
async function insertOperations(tx: Tx, uploadId: string, from: number, to: number): Promise<PricedDay[]> {
  const { after, publishedAt } = await unpublishedDays(tx, uploadId, from, to);
  return await tx.sql<PricedDay>(
    `with first as (
       select distinct on (fund_id, external_id) * from upload_row
        where upload_id = $1 and row_no > $2 and row_no <= $3 and state = 'VALID'
        order by fund_id, external_id, row_no
     ), inserted as (
       insert into operation (id, fund_id, external_id, upload_id, upload_ordinal, row_no, side, asset_ref, asset_class, quantity,
                              rate, operation_on, settlement_on, informed_unit_price, content_hash, wait_reason, next_attempt_at, created_by)
       select r.operation_id, r.fund_id, r.external_id, $1, u.ordinal, r.row_no, r.side, r.asset_ref, r.asset_class, r.quantity, r.rate,
              r.operation_on, r.settlement_on, r.informed_unit_price, r.content_hash,
              case when p.at is null then 'AWAITING_PRICE' else 'AWAITING_PUBLICATION' end, coalesce(p.at, now()), u.uploaded_by
         from first r join upload u on u.id = $1
         left join unnest($4::date[], $5::timestamptz[]) as p(day, at) on p.day = r.operation_on
        order by r.fund_id, r.external_id
       on conflict (fund_id, external_id, taken_back_at) do nothing
       returning operation_on, asset_class
     )
     select distinct operation_on::text as "operationOn", asset_class as "assetClass" from inserted`,
    [uploadId, from, to, after, publishedAt],
  );
}

/** Days of the page whose prices are not out yet, with the instant from which they are. */
async function unpublishedDays(tx: Tx, uploadId: string, from: number, to: number) {
  const rows = await tx.sql<{ day: string }>(
    `select distinct operation_on::text as day from upload_row
      where upload_id = $1 and row_no > $2 and row_no <= $3 and state = 'VALID' and operation_on >= $4::date`,
    [uploadId, from, to, localDay(tx.clock.now())],
  );
  const open = rows
    .map((row) => ({ day: row.day, at: publicationAt(row.day) }))
    .filter(({ at }) => at > tx.clock.now());
  return { after: open.map(({ day }) => day), publishedAt: open.map(({ at }) => at) };
}

/** Gives every valid row of the page its bucket, against what the database now holds. */
async function decideRows(tx: Tx, uploadId: string, from: number, to: number): Promise<void> {
  await tx.sql(
    `update upload_row r
        set state = case when o.id = r.operation_id then 'ACCEPTED' when o.content_hash = r.content_hash then 'DUPLICATE' else 'REJECTED' end,
            code = case when o.id = r.operation_id then null when o.content_hash = r.content_hash then 'DUPLICATE' else 'OPERATION_ID_REUSED' end,
            problem = case when o.id <> r.operation_id and o.content_hash <> r.content_hash then $4::jsonb end,
            operation_id = case when o.content_hash = r.content_hash then o.id end
       from operation o
      where r.upload_id = $1 and r.row_no > $2 and r.row_no <= $3 and r.state = 'VALID'
        and o.fund_id = r.fund_id and o.external_id = r.external_id and o.taken_back_at is null`,
    [uploadId, from, to, JSON.stringify(reused)],
  );
}
const reused = {
  code: "OPERATION_ID_REUSED",
  column: "operacao_id",
  expected: "um identificador que ainda não foi usado neste fundo",
  got: "o identificador de outra operação, com conteúdo diferente",
  fix: "Dê um identificador novo à operação, ou apague a linha se ela já foi enviada.",
};

async function askForPrices(tx: Tx, days: readonly PricedDay[]): Promise<void> {
  const wanted = await priceKeysOf(tx, days);
  const asked = new Set((await requestPrices(tx, distinctKeys(wanted))).map(priceKeyName));
  // A day whose lists are asked for now is priced by their answers; there is nothing to do before.
  const answered = wanted.filter(({ keys }) => !keys.some((key) => asked.has(priceKeyName(key))));
  await enqueue(
    tx,
    applyPricesJob,
    answered.map(({ operationOn }) => ({ priceOn: operationOn })),
  );
}

/** How far the file is decided, and one event for the set, with the hash of each row's bucket and operation. */
async function recordPage(tx: Tx, uploadId: string, from: number, to: number): Promise<void> {
  const [digest] = await tx.sql<{ hash: string }>(
    `select encode(sha256(convert_to(string_agg(row_no || ':' || state || ':' || coalesce(operation_id::text, ''), E'\\n' order by row_no), 'UTF8')), 'hex') as hash
       from upload_row where upload_id = $1 and row_no > $2 and row_no <= $3`,
    [uploadId, from, to],
  );
  const after = { fromRow: from + 1, toRow: to, count: to - from, rowsHash: digest?.hash ?? null };
  await tx.sql("update upload set accepted_through = $2 where id = $1", [uploadId, to]);
  await recordEvents(tx, [{ action: "import.decide", subjectType: "upload", subjectId: uploadId, after }]);
}

async function close(tx: Tx, uploadId: string): Promise<void> {
  const [counts] = await tx.sql<{ accepted: bigint; rejected: bigint; duplicate: bigint }>(
    `select count(*) filter (where state = 'ACCEPTED') as accepted, count(*) filter (where state = 'REJECTED') as rejected,
            count(*) filter (where state = 'DUPLICATE') as duplicate
       from upload_row where upload_id = $1`,
    [uploadId],
  );
  const { accepted = 0n, rejected = 0n, duplicate = 0n } = counts ?? {};
  await tx.sql(
    `insert into upload_fund (upload_id, fund_id, accepted_count)
     select $1, fund_id, count(*) from upload_row where upload_id = $1 and state = 'ACCEPTED' group by fund_id
     on conflict (upload_id, fund_id) do update set accepted_count = excluded.accepted_count`,
    [uploadId],
  );
  // Whoever sees every fund of the lines sees the file whole, as long as each of them is still the file's.
  await tx.sql(
    `with named as (select distinct fund_id from upload_row where upload_id = $1),
          gone as (delete from upload_fund where upload_id = $1 and accepted_count = 0)
     update upload set fund_count = (
       select case when bool_and(coalesce(f.accepted_count, 0) > 0) then count(*)::int end
         from named n left join upload_fund f on f.upload_id = $1 and f.fund_id = n.fund_id) where id = $1`,
    [uploadId],
  );
  // A file of which nothing was taken does not block the same bytes: its owner may lack a right that another has.
  await tx.sql(
    `update upload set accepted_at = now(), accepted_count = $2, rejected_count = $3, duplicate_count = $4,
            holds_hash = $2 > 0 where id = $1`,
    [uploadId, accepted, rejected, duplicate],
  );
  await recordEvents(tx, [
    {
      action: "import.accept",
      subjectType: "upload",
      subjectId: uploadId,
      after: { accepted, rejected, duplicate },
    },
  ]);
}
