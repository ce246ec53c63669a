import { fundScope } from "#server/kernel/actor";
import { addBusinessDays, addDays, isBusinessDay, localDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";

export type ExecutedDay = { day: string; count: number; totalCents: bigint };

/**
 * What was executed by operation date, over the last `days` business days: every business day, and
 * whatever other day has something. The same operations as the list of executed ones of that day.
 */
export async function listExecutedDays(
  tx: Tx,
  input: { fundCode?: string | null; days: number },
): Promise<ExecutedDay[]> {
  const today = localDay(tx.at);
  const from = addBusinessDays(today, 1 - input.days - (isBusinessDay(today) ? 0 : 1));
  const rows = await tx.sql<ExecutedDay>(
    `select o.operation_on::text as day, count(*)::int as count, coalesce(sum(o.total_cents), 0)::bigint as "totalCents"
       from operation o
      where o.fund_id = any (coalesce($1::uuid[], array(select id from fund))) and o.state = 'EXECUTED'
        and o.operation_on between $2::date and $3::date
        and ($4::text is null or o.fund_id = (select id from fund where code = $4))
      group by o.operation_on`,
    [fundScope(tx.actor), from, today, input.fundCode ?? null],
  );
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const days: ExecutedDay[] = [];
  for (let day = from; day <= today; day = addDays(day, 1)) {
    const row = byDay.get(day);
    if (row || isBusinessDay(day)) days.push(row ?? { day, count: 0, totalCents: 0n });
  }
  return days;
}
