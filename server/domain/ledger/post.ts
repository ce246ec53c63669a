import type { Tx } from "#server/kernel/context";
import { sqlArray } from "#server/kernel/sql-array";
import type { LockedBook } from "./book";

/** Entries of one fund as planned in memory under its lock. Postings of an entry add up to zero. */
export type Entries = {
  readonly entries: readonly {
    readonly id: string;
    readonly fundSeq: bigint;
    readonly kind: "opening" | "contribution" | "operation" | "reversal";
    /** With `kind` the entry's unique key: what it accounts for, once. */
    readonly causeId: string;
    readonly reversesId?: string;
    readonly effectiveOn: string;
  }[];
  readonly postings: readonly {
    readonly entry: number;
    readonly fundSeq: bigint;
    readonly accountId: string;
    readonly amountCents: bigint;
    readonly balanceAfterCents: bigint;
  }[];
  readonly movements: readonly {
    readonly entry: number;
    readonly fundSeq: bigint;
    readonly assetCode: string;
    readonly quantity: string;
    readonly quantityAfter: string;
  }[];
  readonly balances: readonly { readonly accountId: string; readonly balanceCents: bigint }[];
  readonly positions: readonly { readonly assetCode: string; readonly quantity: string }[];
  readonly lastSeq: bigint;
};

/**
 * Writes planned entries set-based, under the lock that `book` came from. The database refuses what
 * does not add up to zero, goes below a floor, or accounts twice for one cause.
 */
export async function postEntries(tx: Tx, book: LockedBook, plan: Entries): Promise<void> {
  const { entries, postings, movements } = plan;
  await tx.sql(
    `insert into ledger_entry (id, fund_id, fund_seq, kind, cause_id, reverses_id, effective_on, posted_at)
     select id, $7, seq, kind, cause, reverses, day, $8
       from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::date[]) as e(id, seq, kind, cause, reverses, day)`,
    [
      sqlArray(entries.map((e) => e.id)),
      sqlArray(entries.map((e) => e.fundSeq)),
      sqlArray(entries.map((e) => e.kind)),
      sqlArray(entries.map((e) => e.causeId)),
      sqlArray(entries.map((e) => e.reversesId ?? null)),
      sqlArray(entries.map((e) => e.effectiveOn)),
      book.fundId,
      book.at,
    ],
  );
  await tx.sql(
    `insert into posting (account_id, fund_seq, entry_id, fund_id, amount_cents, balance_after_cents, posted_at)
     select account, seq, entry, $6, amount, after, $7
       from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[], $5::bigint[]) as p(account, seq, entry, amount, after)`,
    [
      sqlArray(postings.map((p) => p.accountId)),
      sqlArray(postings.map((p) => p.fundSeq)),
      sqlArray(postings.map((p) => entries[p.entry]?.id)),
      sqlArray(postings.map((p) => p.amountCents)),
      sqlArray(postings.map((p) => p.balanceAfterCents)),
      book.fundId,
      book.at,
    ],
  );
  if (movements.length > 0) {
    await tx.sql(
      `insert into position_movement (fund_id, asset_code, fund_seq, entry_id, quantity, quantity_after, posted_at)
       select $6, asset, seq, entry, quantity, after, $7
         from unnest($1::text[], $2::bigint[], $3::uuid[], $4::numeric[], $5::numeric[]) as m(asset, seq, entry, quantity, after)`,
      [
        movements.map((m) => m.assetCode),
        sqlArray(movements.map((m) => m.fundSeq)),
        sqlArray(movements.map((m) => entries[m.entry]?.id)),
        sqlArray(movements.map((m) => m.quantity)),
        sqlArray(movements.map((m) => m.quantityAfter)),
        book.fundId,
        book.at,
      ],
    );
  }
  await writeTotals(tx, book, plan);
}

/** One statement: with one operation a transaction each round trip counts. */
async function writeTotals(tx: Tx, book: LockedBook, plan: Entries): Promise<void> {
  await tx.sql(
    `with balance as (
       update account set balance_cents = b.balance
         from unnest($2::uuid[], $3::bigint[]) as b(id, balance) where account.id = b.id
     ), held as (
       insert into position (fund_id, asset_code, quantity)
       select $1, code, quantity from unnest($4::text[], $5::numeric[]) as p(code, quantity)
       on conflict (fund_id, asset_code) do update set quantity = excluded.quantity
     )
     update fund_book set last_seq = $6 where fund_id = $1`,
    [
      book.fundId,
      sqlArray(plan.balances.map((b) => b.accountId)),
      sqlArray(plan.balances.map((b) => b.balanceCents)),
      plan.positions.map((p) => p.assetCode),
      sqlArray(plan.positions.map((p) => p.quantity)),
      plan.lastSeq,
    ],
  );
}
