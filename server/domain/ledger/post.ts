import type { Tx } from "#server/kernel/context";
import { sqlArray } from "#server/kernel/sql-array";
import type { LockedBook } from "./book";

/** Entries of one fund as planned in memory under its lock. Postings of an entry add up to zero. */
export type Entries = {
  readonly entries: readonly {
    readonly id: string;
    readonly fundSeq: bigint;
    readonly kind: "opening" | "contribution" | "operation" | "reversal" | "reprice";
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
 * does not add up to zero, goes below a floor, or accounts twice for one cause. One statement: with one
 * operation a transaction each round trip counts.
 */
export async function postEntries(tx: Tx, book: LockedBook, plan: Entries): Promise<void> {
  const { entries, postings, movements, balances, positions } = plan;
  await tx.sql(
    `with entry as (
       insert into ledger_entry (id, fund_id, fund_seq, kind, cause_id, reverses_id, effective_on, posted_at)
       select id, $1, seq, kind, cause, reverses, day, $2
         from unnest($4::uuid[], $5::bigint[], $6::text[], $7::uuid[], $8::uuid[], $9::date[]) as e(id, seq, kind, cause, reverses, day)
     ), posted as (
       insert into posting (account_id, fund_seq, entry_id, fund_id, amount_cents, balance_after_cents, posted_at)
       select account, seq, entry, $1, amount, after, $2
         from unnest($10::uuid[], $11::bigint[], $12::uuid[], $13::bigint[], $14::bigint[]) as p(account, seq, entry, amount, after)
     ), moved as (
       insert into position_movement (fund_id, asset_code, fund_seq, entry_id, quantity, quantity_after, posted_at)
       select $1, asset, seq, entry, quantity, after, $2
         from unnest($15::text[], $16::bigint[], $17::uuid[], $18::numeric[], $19::numeric[]) as m(asset, seq, entry, quantity, after)
     ), balance as (
       update account set balance_cents = b.balance
         from unnest($20::uuid[], $21::bigint[]) as b(id, balance) where account.id = b.id
     ), held as (
       insert into position (fund_id, asset_code, quantity)
       select $1, code, quantity from unnest($22::text[], $23::numeric[]) as p(code, quantity)
       on conflict (fund_id, asset_code) do update set quantity = excluded.quantity
     )
     update fund_book set last_seq = $3 where fund_id = $1`,
    [
      book.fundId,
      book.at,
      plan.lastSeq,
      sqlArray(entries.map((e) => e.id)),
      sqlArray(entries.map((e) => e.fundSeq)),
      sqlArray(entries.map((e) => e.kind)),
      sqlArray(entries.map((e) => e.causeId)),
      sqlArray(entries.map((e) => e.reversesId ?? null)),
      sqlArray(entries.map((e) => e.effectiveOn)),
      sqlArray(postings.map((p) => p.accountId)),
      sqlArray(postings.map((p) => p.fundSeq)),
      sqlArray(postings.map((p) => entries[p.entry]?.id)),
      sqlArray(postings.map((p) => p.amountCents)),
      sqlArray(postings.map((p) => p.balanceAfterCents)),
      movements.map((m) => m.assetCode),
      sqlArray(movements.map((m) => m.fundSeq)),
      sqlArray(movements.map((m) => entries[m.entry]?.id)),
      sqlArray(movements.map((m) => m.quantity)),
      sqlArray(movements.map((m) => m.quantityAfter)),
      sqlArray(balances.map((b) => b.accountId)),
      sqlArray(balances.map((b) => b.balanceCents)),
      positions.map((p) => p.assetCode),
      sqlArray(positions.map((p) => p.quantity)),
    ],
  );
}
