import { formatScaled, toUnits } from "#server/kernel/decimal";
import type { Side } from "./amounts";
import {
  type AccountRole,
  type Book,
  type BookChanges,
  type PlannedMovement,
  type PlannedPosting,
  QUANTITY_SCALE,
  WorkingBook,
} from "./book";

/** What the entry of an executed operation wrote, read back from the ledger. */
export type ExecutedEntry = {
  readonly side: Side;
  readonly assetCode: string;
  readonly quantity: string;
  readonly postings: readonly { readonly accountId: string; readonly amountCents: bigint }[];
};

type Refused = {
  readonly kind: "refused";
  readonly code: "INSUFFICIENT_CASH" | "INSUFFICIENT_POSITION" | "BALANCE_OUT_OF_RANGE";
  readonly evidence: Readonly<Record<string, string>>;
};

export type ReversalPlan =
  | (BookChanges & {
      readonly kind: "planned";
      readonly at: Date;
      readonly fundSeq: bigint;
      readonly postings: readonly PlannedPosting[];
      readonly movements: readonly PlannedMovement[];
    })
  | Refused;

/**
 * The entry that undoes an executed operation: its postings with the sign turned (from the ledger, not
 * computed again) and the position movement back. Refused when cash, another balance or the position
 * would leave its floor, as when what was bought has been sold since.
 * @throws RangeError when a posting belongs to none of the book's accounts
 */
export function planReversal(
  book: Book,
  executed: ExecutedEntry,
  options: { readonly at: Date },
): ReversalPlan {
  const working = new WorkingBook(book);
  const outcome = reverseIn(working, book, executed, 0);
  if (outcome.kind === "refused") return outcome;
  const { fundSeq, postings, movement } = outcome;
  return {
    kind: "planned",
    at: options.at,
    fundSeq,
    postings,
    movements: [movement],
    ...working.changes(),
  };
}

export type NamedEntry = ExecutedEntry & { readonly operationId: string };

/** Flat rows, in the order of their entries; `reversed[i]` is the entry that postings call `entry: i`. */
export type ReversalsPlan = BookChanges & {
  readonly at: Date;
  readonly reversed: readonly { readonly operationId: string; readonly fundSeq: bigint }[];
  readonly refused: readonly (Refused & { readonly operationId: string })[];
  readonly postings: readonly PlannedPosting[];
  readonly movements: readonly PlannedMovement[];
};

/**
 * Undoes several operations in the order given, each all or nothing; one that cannot be undone is left
 * alone and looked at again after the others, since they may bring what it lacks.
 * @throws RangeError as {@link planReversal}
 */
export function planReversals(
  book: Book,
  entries: readonly NamedEntry[],
  options: { readonly at: Date },
): ReversalsPlan {
  const working = new WorkingBook(book);
  const reversed: { operationId: string; fundSeq: bigint }[] = [];
  const postings: PlannedPosting[] = [];
  const movements: PlannedMovement[] = [];
  let refused: (Refused & { operationId: string })[] = [];
  for (let open = entries, before = -1; open.length > 0 && reversed.length > before; ) {
    before = reversed.length;
    const left: NamedEntry[] = [];
    refused = [];
    for (const entry of open) {
      const outcome = reverseIn(working, book, entry, reversed.length);
      if (outcome.kind === "refused") {
        left.push(entry);
        refused.push({ ...outcome, operationId: entry.operationId });
        continue;
      }
      reversed.push({ operationId: entry.operationId, fundSeq: outcome.fundSeq });
      postings.push(...outcome.postings);
      movements.push(outcome.movement);
    }
    open = left;
  }
  return { at: options.at, reversed, refused, postings, movements, ...working.changes() };
}

type Reversed = {
  readonly kind: "reversed";
  readonly fundSeq: bigint;
  readonly postings: readonly PlannedPosting[];
  readonly movement: PlannedMovement;
};

function reverseIn(
  working: WorkingBook,
  book: Book,
  executed: ExecutedEntry,
  entry: number,
): Reversed | Refused {
  const units = toUnits(executed.quantity, QUANTITY_SCALE);
  const movedUnits = executed.side === "BUY" ? -units : units;
  const inverse = executed.postings.map(({ accountId, amountCents }): [AccountRole, bigint] => [
    roleOf(book, accountId),
    -amountCents,
  ]);
  for (const [role, amountCents] of inverse) {
    if (working.isBelowFloor(role, amountCents) || !working.isBalanceInRange(role, amountCents)) {
      return {
        kind: "refused",
        code: role === "cash" && amountCents < 0n ? "INSUFFICIENT_CASH" : "BALANCE_OUT_OF_RANGE",
        evidence: {
          account: role,
          neededCents: (-amountCents).toString(),
          balanceCents: working.balanceOf(role).toString(),
        },
      };
    }
  }
  const held = working.positionOf(executed.assetCode);
  if (held + movedUnits < 0n || !working.isPositionInRange(executed.assetCode, movedUnits)) {
    const heldQuantity = formatScaled(held, QUANTITY_SCALE);
    const code = movedUnits < 0n ? "INSUFFICIENT_POSITION" : "BALANCE_OUT_OF_RANGE";
    return { kind: "refused", code, evidence: { neededQuantity: executed.quantity, heldQuantity } };
  }
  const fundSeq = working.nextSeq();
  const postings: PlannedPosting[] = [];
  for (const [role, amountCents] of inverse) working.post(role, amountCents, entry, fundSeq, postings);
  const movement = working.move(executed.assetCode, movedUnits, entry, fundSeq);
  return { kind: "reversed", fundSeq, postings, movement };
}

function roleOf(book: Book, accountId: string): AccountRole {
  const { cash, portfolio, taxes } = book.accounts;
  if (accountId === cash.id) return "cash";
  if (accountId === portfolio.id) return "portfolio";
  if (accountId === taxes.id) return "taxes";
  throw new RangeError("a posting of an account outside the book");
}
