import { hash } from "node:crypto";
import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { lockBook } from "#server/domain/ledger/index";
import { type PriceDecision, readDayPrices } from "#server/domain/pricing/index";
import { openReviews, withdrawReviews } from "#server/domain/review/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { multiplyToCents } from "#server/kernel/decimal";
import { groupBy } from "#server/kernel/group-by";
import type { AssetClass } from "#server/kernel/ports";
import { sqlArray } from "#server/kernel/sql-array";
import { decidePrice, type FundRules, readRules } from "./fund-rules";
import { executeOperationsJob, operationsSettledJob } from "./jobs";
import { openRepricings } from "./open-repricings";

const pageSize = 5_000;

type Unpriced = {
  id: string;
  fundId: string;
  uploadId: string;
  assetRef: string;
  assetClass: AssetClass | null;
  operationOn: string;
  informedUnitPrice: string | null;
  quantity: string;
  /** Somebody changed its values since the file. */
  isEdited: boolean;
  waitReason: string;
  code: string | null;
};
type Decided = Unpriced & { decision: PriceDecision };

/**
 * Gives the prices of one day to the operations that wait for them: priced ones become ready and their
 * funds execute, suspect ones go in front of a person, the others go on waiting with their reason.
 * Decides from what is kept; calls nobody, and running twice prices nothing twice.
 */
export async function priceOperations(ctx: Ctx, { priceOn }: { priceOn: string }): Promise<void> {
  if (await ctx.transaction((tx) => isRevised(tx, priceOn))) {
    await ctx.transaction((tx) => takeBackRevised(tx, priceOn));
    await ctx.transaction((tx) => openRepricings(tx, priceOn));
  }
  let after: string | null = "00000000-0000-0000-0000-000000000000";
  while (after) {
    const from: string = after;
    after = await ctx.transaction((tx) => pricePage(tx, priceOn, from));
  }
}

async function pricePage(tx: Tx, priceOn: string, after: string): Promise<string | null> {
  const prices = await readDayPrices(tx, priceOn);
  const settled = [...prices.lists]
    .filter(([, list]) => list.state !== "WAITING")
    .map(([assetClass]) => assetClass);
  if (settled.length === 0) return null;
  const operations = await readUnpriced(tx, priceOn, after);
  if (operations.length === 0) return null;
  const rules = await readRules(
    tx,
    operations.map((o) => o.fundId),
  );
  const decided = operations.map((o) => ({
    ...o,
    decision: decidePrice(tx, o, rules.get(o.fundId) as FundRules, prices),
  }));
  await writePriced(tx, priceOn, decided);
  await writeReviews(tx, decided);
  await writeWaits(tx, decided);
  return operations.length === pageSize ? (operations.at(-1)?.id ?? null) : null;
}

async function isRevised(tx: Tx, priceOn: string): Promise<boolean> {
  const rows = await tx.sql(
    "select 1 from price_reading where price_on = $1 and revises_id is not null limit 1",
    [priceOn],
  );
  return rows.length > 0;
}

/**
 * A price that was revised before it executed does not execute: what is ready at the old one is judged
 * again. Under the lock of each fund's books, so that no execution is reading it meanwhile.
 */
async function takeBackRevised(tx: Tx, priceOn: string): Promise<void> {
  const revised = `select o.id, o.fund_id from fund f join operation o on o.fund_id = f.id
      join quote q on q.id = o.quote_id
      join price_request r on r.asset_class = q.asset_class and r.price_on = q.price_on and r.reading_id <> q.reading_id
      join quote n on n.reading_id = r.reading_id and n.asset_code = q.asset_code and n.unit_price is distinct from q.unit_price
     where o.operation_on = $1 and o.state = 'PENDING' and o.wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')`;
  const funds = await tx.sql<{ fundId: string }>(
    `select distinct fund_id as "fundId" from (${revised}) as r order by 1`,
    [priceOn],
  );
  for (const { fundId } of funds) await lockBook(tx, fundId);
  if (funds.length === 0) return;
  await tx.sql(
    `update operation set wait_reason = 'AWAITING_PRICE', code = 'PRECO_REVISADO', waiting_since = now()
      where id in (select id from (${revised}) as r)`,
    [priceOn],
  );
}

async function readUnpriced(tx: Tx, priceOn: string, after: string): Promise<Unpriced[]> {
  return await tx.sql<Unpriced>(
    `select id, fund_id as "fundId", upload_id as "uploadId", asset_ref as "assetRef", asset_class as "assetClass",
            operation_on::text as "operationOn", informed_unit_price::text as "informedUnitPrice", quantity::text,
            exists (select 1 from operation_edit e where e.operation_id = operation.id) as "isEdited", wait_reason as "waitReason", code
       from operation
      where operation_on = $1 and state = 'PENDING' and wait_reason in ('AWAITING_PRICE', 'AWAITING_PUBLICATION') and id > $2
      order by id limit $3 for no key update`,
    [priceOn, after, pageSize],
  );
}

async function writePriced(tx: Tx, priceOn: string, decided: readonly Decided[]): Promise<void> {
  const priced = decided.flatMap((d) => (d.decision.kind === "priced" ? [{ ...d, price: d.decision }] : []));
  if (priced.length === 0) return;
  await tx.sql(
    `update operation o
        set wait_reason = 'READY', code = null, next_attempt_at = null, attempts = 0, waiting_since = now(), priced_at = now(),
            quote_id = p.quote, unit_price = p.price, asset_code = p.code, asset_class = p.class
       from unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::text[], $5::text[]) as p(id, quote, price, code, class)
      where o.id = p.id`,
    [
      sqlArray(priced.map((p) => p.id)),
      sqlArray(priced.map((p) => p.price.quoteId)),
      sqlArray(priced.map((p) => p.price.unitPrice)),
      priced.map((p) => p.price.assetCode),
      sqlArray(priced.map((p) => p.price.assetClass)),
    ],
  );
  await recordEvents(
    tx,
    [...groupBy(priced, (p) => p.fundId)].map(([fundId, ofFund]) => ({
      action: "operation.price",
      subjectType: "fund",
      subjectId: fundId,
      fundId,
      after: { priceOn, count: ofFund.length, pricesHash: hashPrices(ofFund) },
    })),
  );
  await withdrawReviews(
    tx,
    priced.map((p) => p.id),
  );
  await enqueue(
    tx,
    executeOperationsJob,
    priced.map(({ fundId }) => ({ fundId })),
  );
}

/** Binds which operation got which quote at which price. */
function hashPrices(
  priced: readonly { id: string; price: { quoteId: string; unitPrice: string } }[],
): string {
  const lines = priced.map(({ id, price }) => `${id} ${price.quoteId} ${price.unitPrice}\n`);
  return hash("sha256", lines.join(""), "hex");
}

async function writeReviews(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const suspect = decided.flatMap((d) =>
    d.decision.kind === "review" ? [{ ...d, review: d.decision }] : [],
  );
  if (suspect.length === 0) return;
  await tx.sql(
    `update operation o set wait_reason = 'IN_REVIEW', code = r.code, next_attempt_at = null, waiting_since = now()
       from unnest($1::uuid[], $2::text[]) as r(id, code) where o.id = r.id`,
    [suspect.map((s) => s.id), suspect.map((s) => s.review.code)],
  );
  await withdrawReviews(
    tx,
    suspect.map((s) => s.id),
  );
  await openReviews(
    tx,
    suspect.map(({ id, fundId, review, ...operation }) => ({
      subjectType: "operation",
      subjectId: id,
      fundId,
      reason: review.code,
      evidence: review.evidence,
      amountCents: stakeOf(operation, review.evidence.unitPrice),
    })),
  );
  await enqueue(
    tx,
    operationsSettledJob,
    suspect.map(({ uploadId }) => ({ uploadId })),
  );
}

/**
 * What is at stake: by the quote's price or the file's, whichever makes more of it, since approving may
 * execute at either; null when neither says, or it is beyond all amounts.
 */
function stakeOf(
  operation: Pick<Unpriced, "quantity" | "informedUnitPrice">,
  quoted?: string,
): bigint | null {
  let most: bigint | null = null;
  for (const price of [quoted, operation.informedUnitPrice]) {
    if (price == null) continue;
    const cents = multiplyToCents(operation.quantity, price, "HALF_UP");
    if (most === null || cents > most) most = cents;
  }
  return most !== null && most > largestAmount ? null : most;
}
const largestAmount = 2n ** 63n - 1n;

async function writeWaits(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const changed = decided.flatMap((d) => {
    if (d.decision.kind !== "wait" || d.decision.code === "AWAITING_PUBLICATION") return [];
    const code = d.decision.code === "AWAITING_PRICE" ? null : d.decision.code;
    return d.waitReason === "AWAITING_PRICE" && d.code === code ? [] : [{ id: d.id, code }];
  });
  if (changed.length === 0) return;
  await tx.sql(
    `update operation o set wait_reason = 'AWAITING_PRICE', code = w.code, next_attempt_at = null,
            waiting_since = case when o.wait_reason = 'AWAITING_PUBLICATION' then now() else o.waiting_since end
       from unnest($1::uuid[], $2::text[]) as w(id, code) where o.id = w.id`,
    [changed.map((c) => c.id), changed.map((c) => c.code)],
  );
}
