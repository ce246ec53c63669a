import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";

export type CashMovement = { fundId: string; day: string; cents: bigint };

/**
 * What moved the cash of each fund from a day on, by the day it counts for: the operation's date, or that
 * of the contribution or reversal. Executed operations are read from their list's index, not from the ledger.
 */
export function listCashMovements(
  tx: Tx,
  input: { fundIds: readonly string[]; from: string },
): Promise<CashMovement[]> {
  return tx.sql<CashMovement>(
    `select fund_id as "fundId", day::text, sum(cents)::bigint as cents
       from (select o.fund_id, o.operation_on as day, case o.side when 'BUY' then -o.total_cents else o.total_cents end as cents
               from operation o
              where o.fund_id = any ($1::uuid[]) and o.operation_on >= $2::date and o.state in ('EXECUTED', 'REVERSED')
             union all
             -- On its own day an operation moved what it came to before its price was corrected.
             select r.fund_id, o.operation_on,
                    case o.side when 'BUY' then r.to_total_cents - r.from_total_cents else r.from_total_cents - r.to_total_cents end
               from repricing k join repricing_operation r on r.repricing_id = k.id join operation o on o.id = r.operation_id
              where k.state = 'APPLIED' and k.fund_id = any ($1::uuid[]) and o.operation_on >= $2::date
             union all
             select e.fund_id, e.effective_on, p.amount_cents
               from ledger_entry e
               join account a on a.fund_id = e.fund_id and a.code = 'CAIXA'
               join posting p on p.account_id = a.id and p.fund_seq = e.fund_seq
              where e.kind in ('opening', 'contribution', 'reversal', 'reprice') and e.fund_id = any ($1::uuid[])
                and e.effective_on >= $2::date) as moved
      where $3::uuid[] is null or fund_id = any ($3)
      group by fund_id, day order by fund_id, day`,
    [input.fundIds, input.from, fundScope(tx.actor)],
  );
}

/** The day a fund's money begins: that of its opening. Null when it has no books yet. */
export async function readFirstDay(tx: Tx, fundId: string): Promise<string | null> {
  const [row] = await tx.sql<{ day: string | null }>(
    `select min(effective_on)::text as day from ledger_entry
      where kind in ('opening', 'contribution') and fund_id = $1 and ($2::uuid[] is null or fund_id = any ($2))`,
    [fundId, fundScope(tx.actor)],
  );
  return row?.day ?? null;
}
