import { formatScaled, toUnits } from "#server/kernel/decimal";
import { AMOUNT_CENTS_MAX, type Rounding } from "#server/kernel/money";
import { type Amounts, amountsOf, type Side } from "./amounts";
import {
  type AccountRole,
  type Book,
  type BookChanges,
  type PlannedMovement,
  type PlannedPosting,
  QUANTITY_SCALE,
  WorkingBook,
} from "./book";

/** A priced operation that is ready to be executed. */
export type ExecutableOperation = {
  readonly id: string;
  readonly side: Side;
  readonly assetCode: string;
  /** Plain decimals, as the database gives them: quantity with 8 decimals at most. */
  readonly quantity: string;
  readonly unitPrice: string;
  readonly rate: string;
  readonly operationOn: string;
  readonly uploadOrdinal: bigint;
  readonly rowNo: number;
};

export type ExecutedOperation = {
  readonly operationId: string;
  readonly fundSeq: bigint;
  readonly operationOn: string;
  readonly grossCents: bigint;
  readonly taxCents: bigint;
  readonly totalCents: bigint;
};

/** Waits by itself: `INSUFFICIENT_…`. Needs a person: `IN_REVIEW`, with the code of the review item. */
export type StoppedOperation = {
  readonly operationId: string;
  readonly waitReason: "INSUFFICIENT_CASH" | "INSUFFICIENT_POSITION" | "IN_REVIEW";
  readonly code: StopCode;
  /** Measured value and limit, as strings. */
  readonly evidence: Readonly<Record<string, string>>;
};

export type StopCode =
  | "INSUFFICIENT_CASH"
  | "INSUFFICIENT_POSITION"
  /** The gross rounds to nothing. */
  | "ZERO_AMOUNT"
  /** Gross or total is beyond 10^15 centavos. */
  | "AMOUNT_OUT_OF_RANGE"
  /** Another balance would leave its floor, or a balance or position the bounds of the books. */
  | "BALANCE_OUT_OF_RANGE";

/** Flat rows, in the order of their entries; `executed[i]` is the entry that postings call `entry: i`. */
export type ExecutionPlan = BookChanges & {
  /** The instant that every entry and posting of the plan is stamped with. */
  readonly at: Date;
  readonly executed: readonly ExecutedOperation[];
  readonly stopped: readonly StoppedOperation[];
  readonly postings: readonly PlannedPosting[];
  readonly movements: readonly PlannedMovement[];
};

/**
 * Decides in memory what becomes of each operation, in the order of `compareForExecution` whatever the
 * order given. Each is all or nothing, one that the cash or the position cannot cover stops alone, and
 * planning all at once gives the same books as planning one after another.
 * @throws RangeError when an operation is given twice or holds text that is no plain decimal
 */
export function planExecution(
  book: Book,
  operations: readonly ExecutableOperation[],
  options: { readonly rounding: Rounding; readonly at: Date },
): ExecutionPlan {
  if (new Set(operations.map(({ id }) => id)).size !== operations.length) {
    throw new RangeError("an operation was given twice");
  }
  const working = new WorkingBook(book);
  const executed: ExecutedOperation[] = [];
  const stopped: StoppedOperation[] = [];
  const postings: PlannedPosting[] = [];
  const movements: PlannedMovement[] = [];
  for (const operation of [...operations].sort(compareForExecution)) {
    const { id: operationId, side, assetCode, quantity, unitPrice, rate, operationOn } = operation;
    const amounts = amountsOf({ side, quantity, unitPrice, rate, rounding: options.rounding });
    const units = toUnits(quantity, QUANTITY_SCALE);
    const stop = stopOf(working, side, assetCode, units, amounts);
    if (stop !== null) {
      stopped.push({ operationId, ...stop });
      continue;
    }
    const entry = executed.length;
    const fundSeq = working.nextSeq();
    executed.push({ operationId, fundSeq, operationOn, ...amounts });
    for (const [role, amountCents] of postingsOf(side, amounts)) {
      working.post(role, amountCents, entry, fundSeq, postings);
    }
    movements.push(working.move(assetCode, side === "BUY" ? units : -units, entry, fundSeq));
  }
  return { at: options.at, executed, stopped, postings, movements, ...working.changes() };
}

/** Operation date, sells before buys, order of upload, row: the only order in which a fund executes. */
export function compareForExecution(a: ExecutableOperation, b: ExecutableOperation): number {
  if (a.operationOn !== b.operationOn) return a.operationOn < b.operationOn ? -1 : 1;
  if (a.side !== b.side) return a.side === "SELL" ? -1 : 1;
  if (a.uploadOrdinal !== b.uploadOrdinal) return a.uploadOrdinal < b.uploadOrdinal ? -1 : 1;
  if (a.rowNo !== b.rowNo) return a.rowNo - b.rowNo;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Purchase: cash −total, portfolio +gross, taxes +tax. Sale: cash +total, portfolio −gross, taxes +tax. */
function postingsOf(
  side: Side,
  { grossCents, taxCents, totalCents }: Amounts,
): readonly [AccountRole, bigint][] {
  return side === "BUY"
    ? [
        ["cash", -totalCents],
        ["portfolio", grossCents],
        ["taxes", taxCents],
      ]
    : [
        ["cash", totalCents],
        ["portfolio", -grossCents],
        ["taxes", taxCents],
      ];
}

type Stop = Omit<StoppedOperation, "operationId">;

function stopOf(
  working: WorkingBook,
  side: Side,
  assetCode: string,
  units: bigint,
  amounts: Amounts,
): Stop | null {
  const { grossCents, totalCents } = amounts;
  if (grossCents === 0n) return inReview("ZERO_AMOUNT", { grossCents: "0" });
  if (grossCents > AMOUNT_CENTS_MAX || totalCents > AMOUNT_CENTS_MAX) {
    const limitCents = AMOUNT_CENTS_MAX.toString();
    return inReview("AMOUNT_OUT_OF_RANGE", {
      grossCents: grossCents.toString(),
      totalCents: totalCents.toString(),
      limitCents,
    });
  }
  if (side === "BUY" && working.isBelowFloor("cash", -totalCents)) {
    return waiting("INSUFFICIENT_CASH", {
      neededCents: totalCents.toString(),
      balanceCents: working.balanceOf("cash").toString(),
    });
  }
  if (side === "SELL" && working.positionOf(assetCode) < units) {
    return waiting("INSUFFICIENT_POSITION", {
      neededQuantity: formatScaled(units, QUANTITY_SCALE),
      heldQuantity: formatScaled(working.positionOf(assetCode), QUANTITY_SCALE),
    });
  }
  return outOfBounds(working, side, assetCode, units, amounts);
}

function outOfBounds(working: WorkingBook, side: Side, assetCode: string, units: bigint, amounts: Amounts) {
  for (const [role, amountCents] of postingsOf(side, amounts)) {
    if (working.isBelowFloor(role, amountCents) || !working.isBalanceInRange(role, amountCents)) {
      return inReview("BALANCE_OUT_OF_RANGE", {
        account: role,
        amountCents: amountCents.toString(),
        balanceCents: working.balanceOf(role).toString(),
      });
    }
  }
  if (side === "BUY" && !working.isPositionInRange(assetCode, units)) {
    return inReview("BALANCE_OUT_OF_RANGE", {
      assetCode,
      quantity: formatScaled(units, QUANTITY_SCALE),
      heldQuantity: formatScaled(working.positionOf(assetCode), QUANTITY_SCALE),
    });
  }
  return null;
}

function waiting(code: "INSUFFICIENT_CASH" | "INSUFFICIENT_POSITION", evidence: Stop["evidence"]): Stop {
  return { waitReason: code, code, evidence };
}

function inReview(code: StopCode, evidence: Stop["evidence"]): Stop {
  return { waitReason: "IN_REVIEW", code, evidence };
}
