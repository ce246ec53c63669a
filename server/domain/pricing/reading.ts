import { isDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import type { PriceAnswer } from "#server/kernel/ports";
import { assessList } from "./model/quote-issues";
import type { PriceKey } from "./request";

/** Keeps a reading and its quotes for good; a price that differs from any earlier reading says from which. */
export async function keepReading(
  tx: Tx,
  key: PriceKey,
  source: string,
  attempt: number,
  answer: PriceAnswer,
): Promise<string> {
  const readingId = newId();
  const quotes = assessList(answer.rows, key.priceOn);
  const [earlier] = await tx.sql<{ id: string }>(
    `select id from price_reading where asset_class = $1 and price_on = $2 and outcome = 'LIST' order by answered_at desc limit 1`,
    [key.assetClass, key.priceOn],
  );
  await tx.sql(
    `insert into price_reading (id, source, asset_class, price_on, attempt, asked_at, answered_at, http_status, outcome,
                                body_sha256, body_bytes, quote_count, revises_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      readingId,
      source,
      key.assetClass,
      key.priceOn,
      attempt,
      answer.askedAt,
      answer.answeredAt,
      answer.httpStatus,
      answer.outcome,
      answer.bodySha256,
      answer.bodyBytes,
      quotes.length,
      earlier?.id ?? null,
    ],
  );
  if (quotes.length === 0) return readingId;
  const column = <T>(pick: (quote: (typeof quotes)[number]) => T) => quotes.map(pick);
  await tx.sql(
    `insert into quote (id, reading_id, source, asset_class, asset_code, isin, maturity_on, price_on, reference_on, unit_price,
                        bid_rate, ask_rate, indicative_rate, standard_deviation, band_min, band_max, issues, revised_from, raw)
     select q.id, $1, $2, $3, q.code, q.isin, q.maturity, $4, q.reference, q.price, q.bid, q.ask, q.indicative, q.deviation,
            q.band_min, q.band_max, string_to_array(q.issues, ','),
            (select e.unit_price from quote e join price_reading pr on pr.id = e.reading_id
              where $5::uuid is not null and pr.asset_class = $3 and pr.price_on = $4 and e.asset_code = q.code
                and e.reference_on is not distinct from q.reference and e.unit_price <> q.price
              order by e.id desc limit 1),
            q.raw
       from unnest($6::uuid[], $7::text[], $8::text[], $9::date[], $10::date[], $11::numeric[], $12::numeric[], $13::numeric[],
                   $14::numeric[], $15::numeric[], $16::numeric[], $17::numeric[], $18::text[], $19::text[])
         as q(id, code, isin, maturity, reference, price, bid, ask, indicative, deviation, band_min, band_max, issues, raw)`,
    [
      readingId,
      source,
      key.assetClass,
      key.priceOn,
      earlier?.id ?? null,
      column(() => newId()),
      column((q) => q.row.assetCode),
      column((q) => q.row.isin),
      column((q) => dayOrNull(q.row.maturityOn)),
      column((q) => dayOrNull(q.row.referenceOn)),
      column((q) => q.unitPrice),
      column((q) => rateOrNull(q.row.bidRate)),
      column((q) => rateOrNull(q.row.askRate)),
      column((q) => rateOrNull(q.row.indicativeRate)),
      column((q) => rateOrNull(q.row.standardDeviation)),
      column((q) => rateOrNull(q.row.bandMin)),
      column((q) => rateOrNull(q.row.bandMax)),
      column((q) => q.issues.join(",")),
      column((q) => q.row.raw.replaceAll("\u0000", "")),
    ],
  );
  return readingId;
}

/** What a column cannot hold stays readable in `raw`. */
function dayOrNull(text: string | null): string | null {
  return text !== null && isDay(text) ? text : null;
}

function rateOrNull(text: string | null): string | null {
  return text !== null && /^-?\d{1,9}(\.\d{1,30})?$/.test(text) ? text : null;
}
