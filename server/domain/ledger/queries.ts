import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { type AccountCode, balanceOnNormalSide } from "./model/entries";
import type { EntryKind } from "./statement";

/** Cash of every fund in scope, in centavos, by fund id. */
export async function listCashBalances(tx: Tx): Promise<Map<string, bigint>> {
  const rows = await tx.sql<{ fund_id: string; balance_cents: bigint }>(
    "select fund_id, balance_cents from account where code = 'CAIXA' and ($1::uuid[] is null or fund_id = any ($1))",
    [fundScope(tx.actor)],
  );
  return new Map(rows.map((row) => [row.fund_id, row.balance_cents]));
}

export { listStatement } from "./statement";

export type AccountBalance = {
  code: string;
  name: string;
  /** As people read it: what the account has on the side where it grows. */
  balanceCents: bigint;
  /** What its postings add up to, read in the same snapshot and on the same side. */
  provenCents: bigint;
  isProven: boolean;
  postingCount: number;
};

/** Balances of a fund's accounts, each checked against its postings in one statement. */
export async function listAccounts(tx: Tx, fundId: string): Promise<AccountBalance[]> {
  const rows = await tx.sql<{
    code: AccountCode;
    name: string;
    balanceCents: bigint;
    provenCents: bigint;
    postingCount: number;
  }>(
    `select a.code, a.name, a.balance_cents as "balanceCents", s.cents as "provenCents", s.count as "postingCount"
       from account a
       cross join lateral (
         select coalesce(sum(p.amount_cents), 0)::bigint as cents, count(*)::int as count
           from posting p where p.account_id = a.id) s
      where a.fund_id = $1 and ($2::uuid[] is null or a.fund_id = any ($2))
      order by array_position(array['CAIXA', 'CARTEIRA', 'TAXAS', 'CAPITAL'], a.code), a.code`,
    [fundId, fundScope(tx.actor)],
  );
  return rows.map(({ code, name, balanceCents, provenCents, postingCount }) => ({
    code,
    name,
    balanceCents: balanceOnNormalSide(code, balanceCents),
    provenCents: balanceOnNormalSide(code, provenCents),
    isProven: balanceCents === provenCents,
    postingCount,
  }));
}

export type Cash = {
  balanceCents: bigint;
  /** The floor that the account may not go below: there, and not to be spent. */
  blockedCents: bigint;
  availableCents: bigint;
};

/** What a fund can spend now, and what it has to keep. */
export async function getCash(tx: Tx, fundId: string): Promise<Cash> {
  const [row] = await tx.sql<{ balanceCents: bigint; blockedCents: bigint }>(
    `select balance_cents as "balanceCents", greatest(coalesce(min_cents, 0), 0)::bigint as "blockedCents"
       from account where fund_id = $1 and code = 'CAIXA' and ($2::uuid[] is null or fund_id = any ($2))`,
    [fundId, fundScope(tx.actor)],
  );
  const { balanceCents, blockedCents } = row ?? { balanceCents: 0n, blockedCents: 0n };
  return { balanceCents, blockedCents, availableCents: balanceCents - blockedCents };
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
  kind: EntryKind;
  accountCode: string;
  accountName: string;
  amountCents: bigint;
  balanceAfterCents: bigint;
  postedAt: Date;
};

/** Postings that account for an operation, for corrections of its price and, when it was reversed, for its reversal. */
export function listPostingsOf(tx: Tx, operationId: string): Promise<EntryPosting[]> {
  return tx.sql<EntryPosting>(
    `with own as (select id from ledger_entry where cause_id = $1 and kind = 'operation'),
     concerned as (
       select id from own
       union all select id from ledger_entry where reverses_id in (select id from own)
       union all select c.id from repricing_operation r join ledger_entry c on c.kind = 'reprice' and c.cause_id = r.id
                  where r.operation_id = $1)
     select e.id as "entryId", e.kind, a.code as "accountCode", a.name as "accountName", p.amount_cents as "amountCents",
            p.balance_after_cents as "balanceAfterCents", p.posted_at as "postedAt"
       from ledger_entry e
       join posting p on p.entry_id = e.id and p.fund_seq = e.fund_seq and p.fund_id = e.fund_id
       join account a on a.id = p.account_id
      where e.id in (select id from concerned)
        and ($2::uuid[] is null or e.fund_id = any ($2))
      order by e.fund_seq, array_position(array['CARTEIRA', 'TAXAS', 'CAIXA', 'CAPITAL'], a.code)`,
    [operationId, fundScope(tx.actor)],
  );
}
