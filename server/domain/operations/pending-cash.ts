import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";

export type PendingCash = {
  /** Purchases that have a price and wait for their turn or for cash: what would leave, in centavos. */
  outCents: bigint;
  outCount: number;
  /** Sales that have a price and wait: what would come in. */
  inCents: bigint;
  inCount: number;
  /** Pending without a price yet, or in front of a person: nobody can say what they will move. */
  unknownCount: number;
};

/** What the pending operations of a fund would move, each rounded once by the fund's rule. */
export async function getPendingCash(tx: Tx, fundId: string): Promise<PendingCash> {
  const [row] = await tx.sql<PendingCash>(
    `with waiting as (
       select o.side, o.wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION') and o.unit_price is not null as known,
              o.quantity * o.unit_price * (1 + case o.side when 'BUY' then o.rate else -o.rate end) * 100 as exact, f.rounding
         from operation o join fund f on f.id = o.fund_id
        where o.fund_id = $1 and ($2::uuid[] is null or o.fund_id = any ($2)) and o.state = 'PENDING'
     ), amount as (
       select side, known, case rounding when 'TRUNCATE' then trunc(exact) else round(exact) end as cents from waiting)
     select coalesce(sum(cents) filter (where known and side = 'BUY'), 0)::bigint as "outCents",
            count(*) filter (where known and side = 'BUY')::int as "outCount",
            coalesce(sum(cents) filter (where known and side = 'SELL'), 0)::bigint as "inCents",
            count(*) filter (where known and side = 'SELL')::int as "inCount",
            count(*) filter (where not known)::int as "unknownCount"
       from amount`,
    [fundId, fundScope(tx.actor)],
  );
  return row!;
}
