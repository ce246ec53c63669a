import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { type AccountCode, balanceOnNormalSide } from "./model/entries";

/** Cash of every fund in scope, in centavos, by fund id. */
export async function listCashBalances(tx: Tx): Promise<Map<string, bigint>> {
  const rows = await tx.sql<{ fund_id: string; balance_cents: bigint }>(
    "select fund_id, balance_cents from account where code = 'CAIXA' and ($1::uuid[] is null or fund_id = any ($1))",
    [fundScope(tx.actor)],
  );
  return new Map(rows.map((row) => [row.fund_id, row.balance_cents]));
}

export type AccountBalance = {
  code: string;
  name: string;
  /** As people read it: what the account has on the side where it grows. */
  balanceCents: bigint;
  /** It is the sum of its postings, read in the same snapshot. */
  isProven: boolean;
};

/** Balances of a fund's accounts, each checked against its postings. */
export async function listAccounts(tx: Tx, fundId: string): Promise<AccountBalance[]> {
  const rows = await tx.sql<{ code: AccountCode; name: string; balanceCents: bigint; provenCents: bigint }>(
    `select a.code, a.name, a.balance_cents as "balanceCents",
            coalesce((select sum(p.amount_cents) from posting p where p.account_id = a.id), 0)::bigint as "provenCents"
       from account a
      where a.fund_id = $1 and ($2::uuid[] is null or a.fund_id = any ($2))
      order by array_position(array['CAIXA', 'CARTEIRA', 'TAXAS', 'CAPITAL'], a.code), a.code`,
    [fundId, fundScope(tx.actor)],
  );
  return rows.map(({ code, name, balanceCents, provenCents }) => ({
    code,
    name,
    balanceCents: balanceOnNormalSide(code, balanceCents),
    isProven: balanceCents === provenCents,
  }));
}

/** Cash of a fund in centavos as it stood at an instant; zero before its first entry. */
export async function getCashAt(tx: Tx, input: { fundId: string; at: Date }): Promise<bigint> {
  const [row] = await tx.sql<{ balance: bigint }>(
    `select p.balance_after_cents as balance
       from account a cross join lateral (
         select balance_after_cents from posting
          where account_id = a.id and fund_seq <= (
            select fund_seq from ledger_entry where fund_id = $1 and posted_at <= $2
             order by posted_at desc, fund_seq desc limit 1)
          order by fund_seq desc limit 1) p
      where a.fund_id = $1 and a.code = 'CAIXA' and ($3::uuid[] is null or a.fund_id = any ($3))`,
    [input.fundId, input.at, fundScope(tx.actor)],
  );
  return row?.balance ?? 0n;
}

export type StatementLine = {
  fundSeq: bigint;
  entryId: string;
  kind: "opening" | "contribution" | "operation" | "reversal";
  effectiveOn: string;
  postedAt: Date;
  amountCents: bigint;
  balanceAfterCents: bigint;
  operationId: string | null;
  externalId: string | null;
};

/** A fund's cash account, newest first, with the balance after each posting. */
export async function listStatement(
  tx: Tx,
  input: { fundId: string; cursor?: string | null; limit?: number },
): Promise<Page<StatementLine>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 1);
  const rows = await tx.sql<StatementLine>(
    `select p.fund_seq as "fundSeq", p.entry_id as "entryId", e.kind, e.effective_on::text as "effectiveOn", p.posted_at as "postedAt",
            p.amount_cents as "amountCents", p.balance_after_cents as "balanceAfterCents",
            o.id as "operationId", o.external_id as "externalId"
       from account a
       join posting p on p.account_id = a.id
       join ledger_entry e on e.id = p.entry_id
       left join ledger_entry r on r.id = e.reverses_id
       left join operation o on o.id = coalesce(r.cause_id, e.cause_id)
      where a.fund_id = $1 and a.code = 'CAIXA' and ($2::uuid[] is null or a.fund_id = any ($2))
        and ($3::bigint is null or p.fund_seq < $3)
      order by p.fund_seq desc limit $4`,
    [input.fundId, fundScope(tx.actor), after?.[0] ?? null, limit + 1],
  );
  return toPage(rows, limit, (row) => [row.fundSeq]);
}

export type Position = { assetCode: string; quantity: string; lastMovedAt: Date | null };

/** What a fund holds, by asset code. */
export function listPositions(tx: Tx, fundId: string): Promise<Position[]> {
  return tx.sql<Position>(
    `select p.asset_code as "assetCode", trim_scale(p.quantity)::text as quantity, m.posted_at as "lastMovedAt"
       from position p left join lateral (
         select posted_at from position_movement
          where fund_id = p.fund_id and asset_code = p.asset_code order by fund_seq desc limit 1) m on true
      where p.fund_id = $1 and ($2::uuid[] is null or p.fund_id = any ($2))
      order by p.quantity = 0, p.asset_code limit 2000`,
    [fundId, fundScope(tx.actor)],
  );
}

export type EntryPosting = {
  entryId: string;
  kind: StatementLine["kind"];
  accountCode: string;
  accountName: string;
  amountCents: bigint;
  balanceAfterCents: bigint;
  postedAt: Date;
};

/** Postings that account for an operation and, when it was reversed, for its reversal. */
export function listPostingsOf(tx: Tx, operationId: string): Promise<EntryPosting[]> {
  return tx.sql<EntryPosting>(
    `with own as (select id from ledger_entry where cause_id = $1 and kind = 'operation')
     select e.id as "entryId", e.kind, a.code as "accountCode", a.name as "accountName", p.amount_cents as "amountCents",
            p.balance_after_cents as "balanceAfterCents", p.posted_at as "postedAt"
       from ledger_entry e
       join posting p on p.entry_id = e.id and p.fund_seq = e.fund_seq and p.fund_id = e.fund_id
       join account a on a.id = p.account_id
      where (e.id in (select id from own) or e.reverses_id in (select id from own))
        and ($2::uuid[] is null or e.fund_id = any ($2))
      order by e.fund_seq, array_position(array['CARTEIRA', 'TAXAS', 'CAIXA', 'CAPITAL'], a.code)`,
    [operationId, fundScope(tx.actor)],
  );
}
