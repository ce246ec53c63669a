import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";

export type EntryKind = "opening" | "contribution" | "operation" | "reversal" | "reprice";

export type StatementLine = {
  fundSeq: bigint;
  entryId: string;
  kind: EntryKind;
  effectiveOn: string;
  postedAt: Date;
  amountCents: bigint;
  balanceAfterCents: bigint;
  /** The other side of the entry: codes of the accounts, the largest amount first. */
  counterAccounts: string[];
  operationId: string | null;
  externalId: string | null;
};

/** A fund's cash account, newest first, with the balance after each posting; from an instant back when one is given. */
export async function listStatement(
  tx: Tx,
  input: { fundId: string; until?: Date | null; cursor?: string | null; limit?: number },
): Promise<Page<StatementLine>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 1);
  const rows = await tx.sql<StatementLine>(
    `select p.fund_seq as "fundSeq", p.entry_id as "entryId", e.kind, e.effective_on::text as "effectiveOn", p.posted_at as "postedAt",
            p.amount_cents as "amountCents", p.balance_after_cents as "balanceAfterCents",
            coalesce(other.codes, '{}') as "counterAccounts", o.id as "operationId", o.external_id as "externalId"
       from account a
       join posting p on p.account_id = a.id
       join ledger_entry e on e.id = p.entry_id
       left join ledger_entry r on r.id = e.reverses_id
       left join repricing_operation k on e.kind = 'reprice' and k.id = e.cause_id
       left join operation o on o.id = coalesce(k.operation_id, r.cause_id, e.cause_id)
       left join lateral (
         select array_agg(b.code order by abs(q.amount_cents) desc) as codes
           from account b join posting q on q.account_id = b.id and q.fund_seq = p.fund_seq
          where b.fund_id = a.fund_id and b.id <> a.id) other on true
      where a.fund_id = $1 and a.code = 'CAIXA' and ($2::uuid[] is null or a.fund_id = any ($2))
        and ($3::bigint is null or p.fund_seq < $3)
        and ($5::timestamptz is null or p.fund_seq <= coalesce((
              select fund_seq from ledger_entry where fund_id = $1 and posted_at <= $5
               order by posted_at desc, fund_seq desc limit 1), 0))
      order by p.fund_seq desc limit $4`,
    [input.fundId, fundScope(tx.actor), after?.[0] ?? null, limit + 1, input.until ?? null],
  );
  return toPage(rows, limit, (row) => [row.fundSeq]);
}
