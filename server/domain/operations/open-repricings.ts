import { recordEvents } from "#server/domain/audit/index";
import { lockBook } from "#server/domain/ledger/index";
import { openReviews, withdrawReviews } from "#server/domain/review/index";
import type { Tx } from "#server/kernel/context";
import { groupBy } from "#server/kernel/group-by";
import { newId } from "#server/kernel/id";
import type { Rounding } from "#server/kernel/money";
import { sqlArray } from "#server/kernel/sql-array";
import { type Amounts, amountsOf, type Side } from "./model/amounts";

/** Assets that the evidence names, the largest differences first. */
const assetsShown = 20;

type Priced = {
  operationId: string;
  fundId: string;
  side: Side;
  quantity: string;
  rate: string;
  rounding: Rounding;
  assetClass: string;
  assetCode: string;
  readingId: string;
  fromQuoteId: string;
  fromPrice: string;
  fromGrossCents: bigint;
  fromTaxCents: bigint;
  fromTotalCents: bigint;
  toQuoteId: string;
  toPrice: string;
};
type Corrected = Priced & { to: Amounts; cashCents: bigint };

/**
 * Puts in front of people what executed at a price that its source has corrected since: the operations of
 * each fund and list, frozen with both versions and what the difference comes to. One that is open for the
 * same correction stays; one of an older correction, or of one that was taken back, gives way. Under the
 * lock of each fund's books, so that nothing is frozen that an execution or a decision is changing.
 */
export async function openRepricings(tx: Tx, priceOn: string): Promise<void> {
  const funds = new Set(
    [...(await readCorrected(tx, priceOn)), ...(await readOpen(tx, priceOn))].map((one) => one.fundId),
  );
  for (const fundId of [...funds].sort()) await lockBook(tx, fundId);
  if (funds.size === 0) return;
  const corrected = groupBy((await readCorrected(tx, priceOn)).map(withDifference), listOf);
  const open = await readOpen(tx, priceOn);
  const isStill = (one: Open) => keyOf(corrected.get(listOf(one)) ?? []) === one.key;
  await fall(
    tx,
    open.filter((one) => !isStill(one)).map(({ id }) => id),
  );
  const stays = new Set(open.filter(isStill).map(listOf));
  for (const [list, operations] of corrected) {
    if (!stays.has(list)) await openRepricing(tx, priceOn, operations);
  }
}

type Open = { id: string; fundId: string; assetClass: string; key: string };

async function readOpen(tx: Tx, priceOn: string): Promise<Open[]> {
  return await tx.sql<Open>(
    `select k.id, k.fund_id as "fundId", k.asset_class as "assetClass",
            (select string_agg(o.operation_id || ' ' || o.to_quote_id, ',' order by o.operation_id)
               from repricing_operation o where o.repricing_id = k.id) as key
       from repricing k where k.price_on = $1 and k.state = 'OPEN'`,
    [priceOn],
  );
}

function listOf({ fundId, assetClass }: { fundId: string; assetClass: string }): string {
  return `${fundId} ${assetClass}`;
}

/** The same operations to the same quotes have the same key. */
function keyOf(operations: readonly Priced[]): string {
  return operations.map(({ operationId, toQuoteId }) => `${operationId} ${toQuoteId}`).join(",");
}

async function fall(tx: Tx, repricingIds: readonly string[]): Promise<void> {
  await tx.sql("update repricing set state = 'FALLEN', closed_at = $2 where id = any ($1::uuid[])", [
    repricingIds,
    tx.at,
  ]);
  await withdrawReviews(tx, repricingIds);
}

async function readCorrected(tx: Tx, priceOn: string): Promise<Priced[]> {
  return await tx.sql<Priced>(
    `select o.id as "operationId", o.fund_id as "fundId", o.side, o.quantity::text, o.rate::text, f.rounding,
            q.asset_class as "assetClass", q.asset_code as "assetCode", r.reading_id as "readingId",
            q.id as "fromQuoteId", o.unit_price::text as "fromPrice", o.gross_cents as "fromGrossCents",
            o.tax_cents as "fromTaxCents", o.total_cents as "fromTotalCents", n.id as "toQuoteId", n.unit_price::text as "toPrice"
       from price_request r
       join quote n on n.reading_id = r.reading_id and n.issues = '{}'
       join quote q on q.asset_class = n.asset_class and q.asset_code = n.asset_code and q.price_on = n.price_on
                   and q.reading_id <> r.reading_id and q.unit_price <> n.unit_price
       join operation o on o.operation_on = r.price_on and o.quote_id = q.id and o.state = 'EXECUTED' and o.unit_price = q.unit_price
       join fund f on f.id = o.fund_id
      where r.price_on = $1 and r.state = 'ANSWERED'
        and (select count(*) from quote d where d.reading_id = n.reading_id and d.asset_code = n.asset_code) = 1
        and not exists (select 1 from repricing k join repricing_operation ko on ko.repricing_id = k.id
                         where ko.operation_id = o.id and ko.to_quote_id = n.id and k.state = 'KEPT')
      order by o.fund_id, q.asset_class, o.id`,
    [priceOn],
  );
}

function withDifference(priced: Priced): Corrected {
  const { side, quantity, rate, rounding, toPrice: unitPrice, fromTotalCents } = priced;
  const to = amountsOf({ side, quantity, unitPrice, rate, rounding });
  const more = to.totalCents - fromTotalCents;
  return { ...priced, to, cashCents: side === "BUY" ? -more : more };
}

async function openRepricing(tx: Tx, priceOn: string, operations: readonly Corrected[]): Promise<void> {
  const { fundId, assetClass, readingId } = operations[0] as Corrected;
  const id = newId();
  await tx.sql(
    `insert into repricing (id, fund_id, asset_class, price_on, reading_id, opened_at) values ($1, $2, $3, $4, $5, $6)`,
    [id, fundId, assetClass, priceOn, readingId, tx.at],
  );
  await writeOperations(tx, id, operations);
  const evidence = evidenceOf(priceOn, operations);
  await recordEvents(tx, [
    {
      action: "repricing.open",
      subjectType: "repricing",
      subjectId: id,
      fundId,
      after: { readingId, ...evidence },
    },
  ]);
  const moved = operations.reduce(
    (sum, { cashCents }) => sum + (cashCents < 0n ? -cashCents : cashCents),
    0n,
  );
  await openReviews(tx, [
    {
      subjectType: "repricing",
      subjectId: id,
      fundId,
      reason: "PRECO_CORRIGIDO",
      evidence,
      amountCents: moved,
    },
  ]);
}

async function writeOperations(tx: Tx, repricingId: string, operations: readonly Corrected[]): Promise<void> {
  const column = (pick: (one: Corrected) => string | bigint) => sqlArray(operations.map(pick));
  await tx.sql(
    `insert into repricing_operation (id, repricing_id, operation_id, fund_id, from_quote_id, from_price, from_gross_cents,
                                      from_tax_cents, from_total_cents, to_quote_id, to_price, to_gross_cents, to_tax_cents, to_total_cents)
     select id, $1, operation, fund, from_quote, from_price, from_gross, from_tax, from_total, to_quote, to_price, to_gross, to_tax, to_total
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[], $7::bigint[], $8::bigint[], $9::bigint[],
                   $10::uuid[], $11::numeric[], $12::bigint[], $13::bigint[], $14::bigint[])
         as o(id, operation, fund, from_quote, from_price, from_gross, from_tax, from_total, to_quote, to_price, to_gross, to_tax, to_total)`,
    [
      repricingId,
      column(() => newId()),
      column((one) => one.operationId),
      column((one) => one.fundId),
      column((one) => one.fromQuoteId),
      column((one) => one.fromPrice),
      column((one) => one.fromGrossCents),
      column((one) => one.fromTaxCents),
      column((one) => one.fromTotalCents),
      column((one) => one.toQuoteId),
      column((one) => one.toPrice),
      column((one) => one.to.grossCents),
      column((one) => one.to.taxCents),
      column((one) => one.to.totalCents),
    ],
  );
}

/** What a person is shown: how many, what it does to the cash (centavos, signed), and both prices of each asset. */
function evidenceOf(priceOn: string, operations: readonly Corrected[]) {
  const assets = [...groupBy(operations, ({ assetCode }) => assetCode)]
    .map(([assetCode, own]) => ({
      assetCode,
      count: own.length,
      fromPrice: own[0]?.fromPrice as string,
      toPrice: own[0]?.toPrice as string,
      cashCents: own.reduce((sum, one) => sum + one.cashCents, 0n),
    }))
    .sort((a, b) => compare(magnitude(b.cashCents), magnitude(a.cashCents)));
  return {
    assetClass: operations[0]?.assetClass as string,
    priceOn,
    count: operations.length,
    cashCents: `${operations.reduce((sum, one) => sum + one.cashCents, 0n)}`,
    assetCount: assets.length,
    assets: assets.slice(0, assetsShown).map((one) => ({ ...one, cashCents: `${one.cashCents}` })),
  };
}

function magnitude(cents: bigint): bigint {
  return cents < 0n ? -cents : cents;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
