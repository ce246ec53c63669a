import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { type ForecastRow, forecastOperations } from "#server/domain/operations/index";
import type { Ctx, Tx } from "#server/kernel/context";
import type { Rounding } from "#server/kernel/decimal";
import { previewUploadJob } from "./jobs";
import { createTotals } from "./model/control-totals";
import { type FundPreview, type Preview, type Repeated, storePreview } from "./model/preview";
import { noteFunds } from "./note-funds";
import type { UploadRef } from "./schemas";

const pageRows = 5_000;
const samplesKept = 20;
/** How long a preview is computed again while the prices that it lacks arrive. */
const followForMs = 30 * 60_000;

/**
 * Says what a staged file would do: its buckets by the rules of acceptance, its operations by the rules
 * of pricing and execution, and writes none of it. Computed again while prices are on their way.
 */
export async function forecastUpload(ctx: Ctx, { uploadId }: UploadRef): Promise<void> {
  const startedAt = ctx.clock.now();
  await ctx.transaction(async (tx) => {
    if (!(await findWanted(tx, uploadId))) return;
    const computed = await compute(tx, uploadId);
    const preview: Preview = { ...computed, computedAt: startedAt };
    // Confirmed or cancelled meanwhile: nobody wants to know any more.
    const state = await lockWanted(tx, uploadId);
    if (!state) return;
    await tx.sql("update upload set state = 'PREVIEWED', preview = $2::jsonb where id = $1", [
      uploadId,
      storePreview(preview),
    ]);
    await noteFunds(tx, uploadId);
    if (state === "STAGING") await recordPreview(tx, uploadId, preview);
    await lookAgain(tx, uploadId, preview, ctx.clock.now().getTime() - startedAt.getTime());
  });
}

const wanted = `select state from upload where id = $1 and confirmed_at is null
  and (state = 'PREVIEWED' or (state = 'STAGING' and staged_at is not null))`;

async function findWanted(tx: Tx, uploadId: string): Promise<boolean> {
  return (await tx.sql(wanted, [uploadId])).length > 0;
}

async function lockWanted(tx: Tx, uploadId: string): Promise<string | null> {
  const [upload] = await tx.sql<{ state: string }>(`${wanted} for no key update`, [uploadId]);
  return upload?.state ?? null;
}

async function compute(tx: Tx, uploadId: string): Promise<Omit<Preview, "computedAt">> {
  const fates = { duplicate: 0, inFile: 0, before: 0 };
  const repeated: Repeated = { duplicate: [], inFile: [], before: [] };
  const totals = createTotals();
  async function* pages(): AsyncGenerator<ForecastRow[]> {
    for await (const page of stagedPages(tx, uploadId)) {
      const fresh = page.filter(({ fate }) => fate === "new");
      for (const row of fresh) totals.add(row);
      for (const { fate, rowNo } of page) {
        if (fate === "new") continue;
        fates[fate] += 1;
        if (repeated[fate].length < samplesKept) repeated[fate].push(rowNo);
      }
      yield fresh;
    }
  }
  const forecast = await forecastOperations(tx, pages());
  const [counts] = await tx.sql<{ rows: number; rejected: number; duplicate: number }>(
    `select count(*)::int as rows, (count(*) filter (where state = 'REJECTED'))::int as rejected,
            (count(*) filter (where state = 'DUPLICATE'))::int as duplicate from upload_row where upload_id = $1`,
    [uploadId],
  );
  const { lines: valid } = totals.result();
  const byFund = await nameFunds(tx, forecast.funds);
  return {
    rows: counts?.rows ?? 0,
    valid,
    rejected: (counts?.rejected ?? 0) + fates.inFile + fates.before,
    duplicate: (counts?.duplicate ?? 0) + fates.duplicate,
    wouldExecute: forecast.funds.reduce((sum, { executed }) => sum + executed, 0),
    wouldWait: sumCounts(forecast.funds.map(({ waiting }) => waiting)),
    wouldReview: sumCounts(forecast.funds.map(({ inReview }) => inReview)),
    byFund,
    repeated,
    repeatedCount: fates,
    pricesPending: forecast.pricesPending,
    isEstimate: forecast.isEstimate,
    totals: totals.result(),
  };
}

type Fate = "new" | "duplicate" | "inFile" | "before";
type StagedRow = ForecastRow & { readonly fate: Fate; readonly rounding: Rounding };

/** Valid rows by fund in the order of execution, each with what acceptance would make of it. */
async function* stagedPages(tx: Tx, uploadId: string): AsyncGenerator<StagedRow[]> {
  await tx.sql(
    `declare staged no scroll cursor for
     select r.operation_id as id, r.fund_id as "fundId", r.side, r.asset_ref as "assetRef", r.asset_class as "assetClass",
            r.quantity::text as quantity, r.rate::text as rate, r.operation_on::text as "operationOn",
            r.informed_unit_price::text as "informedUnitPrice", u.ordinal as "uploadOrdinal", r.row_no as "rowNo", f.rounding,
            case when o.id is not null then case when o.content_hash = r.content_hash then 'duplicate' else 'before' end
                 when r.row_no = r.first_row then 'new'
                 when r.content_hash = r.first_hash then 'duplicate' else 'inFile' end as fate
       from (select *, first_value(row_no) over same as first_row, first_value(content_hash) over same as first_hash
               from upload_row where upload_id = '${checkedId(uploadId)}' and state = 'VALID'
             window same as (partition by fund_id, external_id order by row_no)) r
       join upload u on u.id = r.upload_id
       join fund f on f.id = r.fund_id
       left join operation o on o.fund_id = r.fund_id and o.external_id = r.external_id and o.taken_back_at is null
      order by r.fund_id, r.operation_on, r.side desc, r.row_no`,
  );
  for (;;) {
    const page = await tx.sql<StagedRow>(`fetch ${pageRows} from staged`);
    if (page.length > 0) yield page;
    if (page.length < pageRows) break;
  }
  await tx.sql("close staged");
}

/** A cursor takes no parameters. */
function checkedId(id: string): string {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw new RangeError("no id");
  return id;
}

type FundForecasts = Awaited<ReturnType<typeof forecastOperations>>["funds"];

async function nameFunds(tx: Tx, funds: FundForecasts): Promise<FundPreview[]> {
  const names = await tx.sql<{ id: string; code: string; name: string }>(
    "select id, code, name from fund where id = any ($1)",
    [funds.map(({ fundId }) => fundId)],
  );
  const byId = new Map(names.map((row) => [row.id, row]));
  const total = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  return funds
    .map(({ fundId, cashBeforeCents, cashAfterCents, executed, waiting, inReview }) => ({
      code: byId.get(fundId)?.code ?? "",
      name: byId.get(fundId)?.name ?? "",
      cashBefore: cashBeforeCents,
      cashAfter: cashAfterCents,
      execute: executed,
      review: total(inReview),
      wait: total(waiting),
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function sumCounts(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of all) {
    for (const [code, count] of Object.entries(counts)) sum[code] = (sum[code] ?? 0) + count;
  }
  return sum;
}

async function recordPreview(tx: Tx, uploadId: string, preview: Preview): Promise<void> {
  const { rows, valid, rejected, duplicate, wouldExecute } = preview;
  await recordEvents(tx, [
    {
      action: "import.preview",
      subjectType: "upload",
      subjectId: uploadId,
      after: { rows, valid, rejected, duplicate, wouldExecute },
    },
  ]);
}

/** Soon at first, then now and then, until every list has come; what took long is not done all the time. */
async function lookAgain(
  tx: Tx,
  uploadId: string,
  { pricesPending, computedAt }: Preview,
  tookMs: number,
): Promise<void> {
  if (pricesPending === 0) return;
  const [upload] = await tx.sql<{ stagedAt: Date }>(
    `select staged_at as "stagedAt" from upload where id = $1`,
    [uploadId],
  );
  const age = computedAt.getTime() - (upload?.stagedAt ?? computedAt).getTime();
  if (age > followForMs) return;
  const inMs = Math.max(age < 10_000 ? 500 : age < 60_000 ? 2_000 : 15_000, 4 * tookMs);
  await enqueue(tx, previewUploadJob, [{ uploadId }], { dueAt: () => new Date(tx.at.getTime() + inMs) });
}
