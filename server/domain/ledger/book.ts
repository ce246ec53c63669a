import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import type { Rounding } from "#server/kernel/money";
import type { AccountCode } from "./model/entries";

export type LockedBook = {
  readonly fundId: string;
  /** The instant under the lock: grows with `fundSeq`, so that a balance at an instant is well defined. */
  readonly at: Date;
  readonly fundSeq: bigint;
  readonly accounts: Readonly<Record<AccountCode, LockedAccount>>;
  /** How the fund rounds gross and total to the centavo. */
  readonly rounding: Rounding;
};
export type LockedAccount = {
  readonly id: string;
  readonly balanceCents: bigint;
  readonly minCents: bigint | null;
};

/**
 * Locks the fund's books until the transaction ends; everything that posts to the fund waits here.
 * @throws DomainError `fund.not_found`
 */
export async function lockBook(tx: Tx, fundId: string): Promise<LockedBook> {
  // A statement sees what was committed before it began, and this one may begin long before it has the
  // lock: locking the accounts too makes it read their newest versions, as nobody changes them without the book.
  const rows = await tx.sql<AccountRow>(
    `with book as materialized (select last_seq from fund_book where fund_id = $1 for update)
     select a.code, a.id, a.balance_cents as balance, a.min_cents as min, f.rounding, b.last_seq as "lastSeq", clock_timestamp() as at
       from book b cross join account a join fund f on f.id = a.fund_id where a.fund_id = $1 for update of a`,
    [fundId],
  );
  return bookOf(fundId, rows);
}

/**
 * The fund's books as they are at this moment, for looking ahead: nothing waits, and nothing may be
 * posted from it.
 * @throws DomainError `fund.not_found`
 */
export async function readBook(tx: Tx, fundId: string): Promise<LockedBook> {
  const rows = await tx.sql<AccountRow>(
    `select a.code, a.id, a.balance_cents as balance, a.min_cents as min, f.rounding, b.last_seq as "lastSeq", clock_timestamp() as at
       from fund_book b join account a on a.fund_id = b.fund_id join fund f on f.id = b.fund_id where b.fund_id = $1`,
    [fundId],
  );
  return bookOf(fundId, rows);
}

function bookOf(fundId: string, rows: readonly AccountRow[]): LockedBook {
  const [first] = rows;
  if (!first) throw new DomainError("fund.not_found", { fundId });
  const accounts = Object.fromEntries(
    rows.map(({ code, id, balance, min }) => [code, { id, balanceCents: balance, minCents: min }]),
  ) as Record<AccountCode, LockedAccount>;
  return { fundId, at: first.at, fundSeq: first.lastSeq, accounts, rounding: first.rounding };
}

type AccountRow = {
  code: AccountCode;
  id: string;
  balance: bigint;
  min: bigint | null;
  rounding: Rounding;
  lastSeq: bigint;
  at: Date;
};

/** Quantities held, by asset code; an asset that the fund never had is absent. */
export async function readPositions(
  tx: Tx,
  fundId: string,
  assetCodes: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.sql<{ code: string; quantity: string }>(
    "select asset_code as code, quantity::text from position where fund_id = $1 and asset_code = any ($2)",
    [fundId, [...new Set(assetCodes)]],
  );
  return new Map(rows.map((row) => [row.code, row.quantity]));
}
