import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";

export type CashPoint = { fundId: string; until: Date; cents: bigint | null };

/**
 * Cash of each fund at the end of each given instant, in centavos; null before its first entry. Two
 * steps down an index a point, however long the ledger is.
 */
export function listCashHistory(
  tx: Tx,
  input: { fundIds: readonly string[]; instants: readonly Date[] },
): Promise<CashPoint[]> {
  return tx.sql<CashPoint>(
    `select a.fund_id as "fundId", i.until, p.cents
       from account a
       cross join unnest($2::timestamptz[]) with ordinality as i(until, place)
       left join lateral (
         select balance_after_cents as cents from posting
          where account_id = a.id and fund_seq <= (
            select fund_seq from ledger_entry where fund_id = a.fund_id and posted_at < i.until
             order by posted_at desc, fund_seq desc limit 1)
          order by fund_seq desc limit 1) p on true
      where a.code = 'CAIXA' and a.fund_id = any ($1::uuid[]) and ($3::uuid[] is null or a.fund_id = any ($3))
      order by a.fund_id, i.place`,
    [input.fundIds, input.instants, fundScope(tx.actor)],
  );
}

/** When a fund's ledger begins; null before its first entry. */
export async function readFirstEntryAt(tx: Tx, fundId: string): Promise<Date | null> {
  const [row] = await tx.sql<{ at: Date }>(
    `select posted_at as at from ledger_entry
      where fund_id = $1 and ($2::uuid[] is null or fund_id = any ($2)) order by posted_at, fund_seq limit 1`,
    [fundId, fundScope(tx.actor)],
  );
  return row?.at ?? null;
}
