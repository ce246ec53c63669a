import { formatScaled, toUnits } from "#server/kernel/decimal";

/** The books of one fund as they stand under its lock. */
export type Book = {
  /** The number of the fund's last entry; the next execution takes the one after it. */
  readonly fundSeq: bigint;
  readonly accounts: {
    readonly cash: BookAccount;
    readonly portfolio: BookAccount;
    readonly taxes: BookAccount;
  };
  /** Asset code → quantity held, a plain decimal with 8 decimals at most. An absent asset is zero. */
  readonly positions: ReadonlyMap<string, string>;
};

export type BookAccount = {
  readonly id: string;
  readonly balanceCents: bigint;
  /** The floor; null when the account has none. */
  readonly minCents: bigint | null;
};

export type AccountRole = keyof Book["accounts"];

/** One side of an entry, with the balance it leaves. `entry` is the index of its entry in the plan. */
export type PlannedPosting = {
  readonly entry: number;
  readonly fundSeq: bigint;
  readonly accountId: string;
  readonly amountCents: bigint;
  readonly balanceAfterCents: bigint;
};

/** One change of a position, with the quantity it leaves. */
export type PlannedMovement = {
  readonly entry: number;
  readonly fundSeq: bigint;
  readonly assetCode: string;
  /** Negative when the asset leaves. */
  readonly quantity: string;
  readonly quantityAfter: string;
};

/** Final balances of the accounts and final quantities of the assets that an entry touched. */
export type BookChanges = {
  readonly balances: readonly { readonly accountId: string; readonly balanceCents: bigint }[];
  readonly positions: readonly { readonly assetCode: string; readonly quantity: string }[];
  /** The fund's last entry number after the plan. */
  readonly lastSeq: bigint;
};

/** Decimals of a quantity in the position ledger. */
export const QUANTITY_SCALE = 8;
/** Quantities stay below 10^15 (what a plain decimal reads), balances within ±4 × 10^18, so that no sum overflows the database. */
const POSITION_UNITS_LIMIT = 10n ** 23n;
const BALANCE_CENTS_LIMIT = 4_000_000_000_000_000_000n;

/** The book once the changes are written: what the next plan starts from. */
export function bookAfter(book: Book, changes: BookChanges): Book {
  const balances = new Map(changes.balances.map(({ accountId, balanceCents }) => [accountId, balanceCents]));
  const moved = (account: BookAccount): BookAccount => ({
    ...account,
    balanceCents: balances.get(account.id) ?? account.balanceCents,
  });
  const { cash, portfolio, taxes } = book.accounts;
  const positions = new Map(book.positions);
  for (const { assetCode, quantity } of changes.positions) positions.set(assetCode, quantity);
  return {
    fundSeq: changes.lastSeq,
    accounts: { cash: moved(cash), portfolio: moved(portfolio), taxes: moved(taxes) },
    positions,
  };
}

/** A book being worked on in memory: balances and quantities after the entries planned so far. */
export class WorkingBook {
  readonly #book: Book;
  readonly #balances: Record<AccountRole, bigint>;
  readonly #touchedAccounts = new Set<AccountRole>();
  readonly #positions = new Map<string, bigint>();
  readonly #touchedPositions = new Set<string>();
  #lastSeq: bigint;

  constructor(book: Book) {
    const { cash, portfolio, taxes } = book.accounts;
    this.#book = book;
    this.#balances = {
      cash: cash.balanceCents,
      portfolio: portfolio.balanceCents,
      taxes: taxes.balanceCents,
    };
    this.#lastSeq = book.fundSeq;
  }

  balanceOf(role: AccountRole): bigint {
    return this.#balances[role];
  }

  /** Quantity held, in units of 10^-8. */
  positionOf(assetCode: string): bigint {
    let units = this.#positions.get(assetCode);
    if (units === undefined) {
      units = toUnits(this.#book.positions.get(assetCode) ?? "0", QUANTITY_SCALE);
      this.#positions.set(assetCode, units);
    }
    return units;
  }

  /** Whether moving the account by the amount would take it below its floor. Growth is always allowed. */
  isBelowFloor(role: AccountRole, amountCents: bigint): boolean {
    const { minCents } = this.#book.accounts[role];
    return minCents !== null && amountCents < 0n && this.#balances[role] + amountCents < minCents;
  }

  /** Whether the balance stays where the database can hold and add it. */
  isBalanceInRange(role: AccountRole, amountCents: bigint): boolean {
    const after = this.#balances[role] + amountCents;
    return after >= -BALANCE_CENTS_LIMIT && after <= BALANCE_CENTS_LIMIT;
  }

  isPositionInRange(assetCode: string, units: bigint): boolean {
    return this.positionOf(assetCode) + units < POSITION_UNITS_LIMIT;
  }

  nextSeq(): bigint {
    this.#lastSeq += 1n;
    return this.#lastSeq;
  }

  /** Moves an account; an amount of zero is no posting. */
  post(role: AccountRole, amountCents: bigint, entry: number, fundSeq: bigint, into: PlannedPosting[]): void {
    if (amountCents === 0n) return;
    const balanceAfterCents = this.#balances[role] + amountCents;
    this.#balances[role] = balanceAfterCents;
    this.#touchedAccounts.add(role);
    into.push({ entry, fundSeq, accountId: this.#book.accounts[role].id, amountCents, balanceAfterCents });
  }

  move(assetCode: string, units: bigint, entry: number, fundSeq: bigint): PlannedMovement {
    const after = this.positionOf(assetCode) + units;
    this.#positions.set(assetCode, after);
    this.#touchedPositions.add(assetCode);
    const quantity = formatScaled(units, QUANTITY_SCALE);
    return { entry, fundSeq, assetCode, quantity, quantityAfter: formatScaled(after, QUANTITY_SCALE) };
  }

  /** Accounts in a fixed order, assets by code: the order in which their rows are written. */
  changes(): BookChanges {
    const roles: readonly AccountRole[] = ["cash", "portfolio", "taxes"];
    const balances = roles
      .filter((role) => this.#touchedAccounts.has(role))
      .map((role) => ({ accountId: this.#book.accounts[role].id, balanceCents: this.#balances[role] }));
    const positions = [...this.#touchedPositions].sort().map((assetCode) => ({
      assetCode,
      quantity: formatScaled(this.positionOf(assetCode), QUANTITY_SCALE),
    }));
    return { balances, positions, lastSeq: this.#lastSeq };
  }
}
