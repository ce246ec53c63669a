import { enqueue } from "#server/domain/jobs/index";
import { publicationAt } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import type { AssetClass } from "#server/kernel/ports";
import { fetchPricesJob } from "./jobs";

/** A list read longer ago than this is read again before it prices anything, and compared. */
const sixHoursMs = 6 * 3_600_000;

export type PriceKey = { assetClass: AssetClass; priceOn: string };

/**
 * Asks for the lists of (class, day) pairs that are not there yet, once for everybody: a list answered
 * less than `refreshMs` ago is used as it is, an older one is read again and compared. With null only
 * lists that nobody ever asked for are.
 * @returns the pairs that will be asked for now
 */
export async function requestPrices(
  tx: Tx,
  keys: readonly PriceKey[],
  refreshMs: number | null = sixHoursMs,
): Promise<PriceKey[]> {
  if (keys.length === 0) return [];
  const sorted = [...keys].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  const notBefore = sorted.map(
    ({ priceOn }) => new Date(Math.max(publicationAt(priceOn).getTime(), tx.clock.now().getTime())),
  );
  const asked = await tx.sql<PriceKey & { dueAt: Date }>(
    `insert into price_request as r (asset_class, price_on, next_attempt_at, first_asked_at)
     select class, day, due, due from unnest($1::text[], $2::date[], $3::timestamptz[]) as k(class, day, due)
     on conflict (asset_class, price_on) do update
        set state = 'WAITING', next_attempt_at = excluded.next_attempt_at, first_asked_at = excluded.first_asked_at, attempts = 0
      where $4::float8 is not null
        and (r.state = 'EMPTY' or (r.state = 'ANSWERED' and r.answered_at < now() - $4::float8 * interval '1 millisecond'))
     returning asset_class as "assetClass", price_on::text as "priceOn", next_attempt_at as "dueAt"`,
    [sorted.map((k) => k.assetClass), sorted.map((k) => k.priceOn), notBefore, refreshMs],
  );
  const dueAt = new Map(asked.map((one) => [keyOf(one), one.dueAt]));
  await enqueue(
    tx,
    fetchPricesJob,
    asked.map(({ assetClass, priceOn }) => ({ assetClass, priceOn })),
    { dueAt: (key) => dueAt.get(keyOf(key)) as Date },
  );
  return asked;
}

function keyOf({ assetClass, priceOn }: PriceKey): string {
  return `${priceOn} ${assetClass}`;
}
