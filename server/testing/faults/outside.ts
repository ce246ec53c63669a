import type { World } from "./stack";

/**
 * What must hold, asked of the `reporting` views alone, as anyone would who trusts nothing that the
 * product says of itself. Each query lists what breaks its rule.
 */
const rules: Readonly<Record<string, string>> = {
  "postings of an entry add up to zero": `
    select tx_id::text as broken from reporting.ledger_entry group by tx_id having sum(amount_cents) <> 0`,
  "a balance is the sum of its postings": `
    select account_id::text as broken from reporting.account_balance b
      left join (select account_id, sum(amount_cents) as total from reporting.ledger_entry group by account_id) s using (account_id)
     where b.balance_cents <> coalesce(s.total, 0)`,
  "no balance is below its floor": `
    select account_id::text as broken from reporting.account_balance where balance_cents < min_cents`,
  "no row is passing": `
    select upload_id || ' ' || row_no as broken from reporting.upload_row where not terminal`,
  "every accepted row has its operation, and every operation its row": `
    select coalesce(r.operation_id, o.operation_id)::text as broken
      from (select operation_id from reporting.upload_row where state = 'ACCEPTED') r
      full join reporting.operation o on o.operation_id = r.operation_id
     where r.operation_id is null or o.operation_id is null`,
  "an id is used once in a fund": `
    select fund_id || ' ' || external_id as broken from reporting.operation group by fund_id, external_id having count(*) > 1`,
  "executed, executions and entries are the same": `
    select coalesce(o.operation_id, e.operation_id)::text as broken
      from (select operation_id from reporting.operation where state in ('EXECUTED', 'REVERSED')) o
      full join reporting.execution e on e.operation_id = o.operation_id
      left join (select distinct tx_id from reporting.ledger_entry) l on l.tx_id = e.tx_id
     where o.operation_id is null or e.operation_id is null or l.tx_id is null`,
  "an operation is executed once": `
    select operation_id::text as broken from reporting.execution group by operation_id having count(*) > 1`,
  "an executed operation has its amount and its price": `
    select operation_id::text as broken from reporting.operation
     where state = 'EXECUTED' and (amount_cents is null or unit_price is null)`,
  "an execution has its one event": `
    select e.operation_id::text as broken from reporting.execution e
      left join reporting.audit_event a on a.subject_id = e.operation_id and a.action = 'operation.execute'
     group by e.operation_id having count(a.event_id) <> 1`,
  "no job stopped": `
    select name || ' ' || coalesce(error, '') as broken from reporting.job where state = 'stopped'`,
  "nothing due waits": `
    select name || ' ' || due_at as broken from reporting.job
     where state = 'waiting' and due_at < now() - interval '10 seconds'`,
};

/** @returns what is broken, by rule */
export async function breaches(world: World): Promise<string[]> {
  const found: string[] = [];
  // Thousands of rows came a moment ago, and the planner does not know yet.
  await world.owner.query("analyze");
  for (const [rule, query] of Object.entries(rules)) {
    const { rows } = await world.owner.query<{ broken: string }>(query);
    if (rows.length > 0) found.push(`${rule}: ${rows.length} not, such as ${rows[0]?.broken}`);
  }
  return [...found, ...(await mailBreaches(world))];
}

/** One mail for each notification that was sent, none twice; one that nobody can know about is UNKNOWN. */
async function mailBreaches(world: World): Promise<string[]> {
  const found: string[] = [];
  const received = new Map<string, number>();
  for (const mail of world.sandbox.control.smtp.mails()) {
    const id = String(mail.messageId);
    received.set(id, (received.get(id) ?? 0) + 1);
  }
  const { rows } = await world.owner.query<{ key: string; state: string; messageId: string | null }>(
    `select dedupe_key as key, state, message_id as "messageId" from reporting.notification`,
  );
  for (const [id, count] of received) {
    if (count > 1) found.push(`mail ${id} came ${count} times`);
    if (!rows.some((row) => row.messageId === id)) found.push(`mail ${id} belongs to no notification`);
  }
  for (const { key, state, messageId } of rows) {
    if (state === "SENT" && !received.has(messageId ?? ""))
      found.push(`notification ${key} says sent, no mail came`);
    if (state !== "SENT" && state !== "UNKNOWN") found.push(`notification ${key} is ${state}`);
  }
  return found;
}
