import { readCalendar } from "#server/domain/calendar/index";
import { type CalendarOverrides, previousBusinessDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import type { AssetClass } from "#server/kernel/ports";
import { type DayList, type DayLists, indexQuotes, type Quote } from "./model/day-lists";

export type DayPrices = {
  lists: DayLists;
  calendar: CalendarOverrides;
  previousOf: (quote: Quote) => { unitPrice: string; priceOn: string } | null;
  /** Classes whose list of the business day before has no data, and since when it is asked for. */
  emptyBefore: ReadonlyMap<AssetClass, Date>;
};

/** How far back a price still serves to measure a jump, in calendar days. */
const lookBackDays = 14;

/**
 * The kept lists of one day, and the prices before it. A class counts as answered only when the
 * business day before is settled too: without it a jump would pass unseen.
 */
export async function readDayPrices(tx: Tx, priceOn: string): Promise<DayPrices> {
  const calendar = await readCalendar(tx);
  const requests = await tx.sql<{
    assetClass: AssetClass;
    priceOn: string;
    state: "WAITING" | "ANSWERED" | "EMPTY";
    readingId: string | null;
    firstAskedAt: Date;
  }>(
    `select asset_class as "assetClass", price_on::text as "priceOn", state, reading_id as "readingId", first_asked_at as "firstAskedAt"
       from price_request where price_on = any ($1::date[])`,
    [[priceOn, previousBusinessDay(priceOn, calendar)]],
  );
  const before = requests.filter((r) => r.priceOn !== priceOn);
  const settledBefore = new Set(before.filter((r) => r.state !== "WAITING").map((r) => r.assetClass));
  const today = requests.filter((r) => r.priceOn === priceOn);
  const quotes = await readQuotes(
    tx,
    today.flatMap((r) => (r.state === "ANSWERED" && r.readingId ? [r.readingId] : [])),
  );
  const lists = new Map<AssetClass, DayList>();
  for (const { assetClass, state } of today) {
    const isSettled = state !== "WAITING" && settledBefore.has(assetClass);
    if (!isSettled) lists.set(assetClass, { state: "WAITING" });
    else if (state === "EMPTY") lists.set(assetClass, { state });
    else
      lists.set(assetClass, {
        state: "ANSWERED",
        quotes: indexQuotes(quotes.filter((q) => q.assetClass === assetClass)),
      });
  }
  const previous = await readPrevious(tx, priceOn);
  return {
    lists,
    calendar,
    emptyBefore: new Map(
      before.filter((r) => r.state === "EMPTY").map((r) => [r.assetClass, r.firstAskedAt]),
    ),
    previousOf: ({ assetClass, assetCode }) => previous.get(`${assetClass} ${assetCode}`) ?? null,
  };
}

async function readQuotes(tx: Tx, readingIds: readonly string[]): Promise<Quote[]> {
  return await tx.sql<Quote>(
    `select id as "quoteId", asset_class as "assetClass", asset_code as "assetCode", isin, reference_on::text as "referenceOn",
            unit_price::text as "unitPrice", bid_rate::text as "bidRate", ask_rate::text as "askRate",
            indicative_rate::text as "indicativeRate", band_min::text as "bandMin", band_max::text as "bandMax", issues,
            revised_from::text as "revisedFrom"
       from quote where reading_id = any ($1)`,
    [readingIds],
  );
}

async function readPrevious(
  tx: Tx,
  priceOn: string,
): Promise<Map<string, { unitPrice: string; priceOn: string }>> {
  const rows = await tx.sql<{ key: string; unitPrice: string; priceOn: string }>(
    `select distinct on (q.asset_class, q.asset_code) q.asset_class || ' ' || q.asset_code as key, q.unit_price::text as "unitPrice",
            q.price_on::text as "priceOn"
       from price_request r join quote q on q.reading_id = r.reading_id
      where r.price_on < $1::date and r.price_on >= $1::date - $2::int and r.state = 'ANSWERED'
        and q.unit_price is not null and q.issues = '{}'
      order by q.asset_class, q.asset_code, q.price_on desc, q.reference_on desc nulls last, q.id`,
    [priceOn, lookBackDays],
  );
  return new Map(rows.map((row) => [row.key, { unitPrice: row.unitPrice, priceOn: row.priceOn }]));
}
