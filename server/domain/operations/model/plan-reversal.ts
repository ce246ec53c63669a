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

export type ReversalPlan =
  | (BookChanges & {
      readonly kind: "planned";
      readonly at: Date;
      readonly fundSeq: bigint;
      readonly postings: readonly PlannedPosting[];
      readonly movements: readonly PlannedMovement[];
    })
  | {
      readonly kind: "refused";
      readonly code: "INSUFFICIENT_CASH" | "INSUFFICIENT_POSITION" | "BALANCE_OUT_OF_RANGE";
      readonly evidence: Readonly<Record<string, string>>;
    };

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
  for (const [role, amountCents] of inverse) working.post(role, amountCents, 0, fundSeq, postings);
  const movements = [working.move(executed.assetCode, movedUnits, 0, fundSeq)];
  return { kind: "planned", at: options.at, fundSeq, postings, movements, ...working.changes() };
}

function roleOf(book: Book, accountId: string): AccountRole {
  const { cash, portfolio, taxes } = book.accounts;
  if (accountId === cash.id) return "cash";
  if (accountId === portfolio.id) return "portfolio";
  if (accountId === taxes.id) return "taxes";
  throw new RangeError("a posting of an account outside the book");
}
