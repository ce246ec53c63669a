import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";

export type BalanceAt = { code: string; name: string; balanceCents: bigint };

/**
 * Every account of a fund as it stood at an instant, in centavos: the balance after its last posting up
 * to the fund's last entry of then. Zero before the first.
 */
export function listBalancesAt(tx: Tx, input: { fundId: string; at: Date }): Promise<BalanceAt[]> {
  return tx.sql<BalanceAt>(
    `with last as (
       select fund_seq from ledger_entry where fund_id = $1 and posted_at <= $2::timestamptz
        order by posted_at desc, fund_seq desc limit 1)
     select a.code, a.name, coalesce((
              select balance_after_cents from posting
               where account_id = a.id and fund_seq <= (select fund_seq from last)
               order by fund_seq desc limit 1), 0)::bigint as "balanceCents"
       from account a
      where a.fund_id = $1 and ($3::uuid[] is null or a.fund_id = any ($3))
      order by array_position(array['CAIXA', 'CARTEIRA', 'TAXAS', 'CAPITAL'], a.code), a.code`,
    [input.fundId, input.at, fundScope(tx.actor)],
  );
}
