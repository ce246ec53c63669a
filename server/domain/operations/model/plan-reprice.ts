import { AMOUNT_CENTS_MAX, type Rounding } from "#server/kernel/money";
import { type Amounts, amountsOf, type Side } from "./amounts";
import { type AccountRole, type Book, type BookChanges, type PlannedPosting, WorkingBook } from "./book";

/** An executed operation with what its entries posted so far, and the price it goes to. */
export type RepricedOperation = {
  readonly operationId: string;
  readonly side: Side;
  readonly quantity: string;
  readonly rate: string;
  readonly posted: Amounts;
  /** Plain decimal, as the newer quote says. */
  readonly unitPrice: string;
};

export type Repriced = Amounts & { readonly operationId: string; readonly fundSeq: bigint };

/** Flat rows, in the order of their entries; `repriced[i]` is the entry that postings call `entry: i`. */
export type RepricePlan =
  | (BookChanges & {
      readonly kind: "planned";
      readonly at: Date;
      readonly repriced: readonly Repriced[];
      /** At the newer price they come to the very same centavos: nothing to post. */
      readonly unchanged: readonly string[];
      readonly postings: readonly PlannedPosting[];
    })
  | (Stop & { readonly kind: "refused"; readonly operationId: string });

type Stop = {
  readonly code: "INSUFFICIENT_CASH" | "BALANCE_OUT_OF_RANGE" | "AMOUNT_OUT_OF_RANGE" | "ZERO_AMOUNT";
  readonly evidence: Readonly<Record<string, string>>;
};

/**
 * Entries with the difference between what executed operations posted and what they come to at a newer
 * price. Nothing of what was posted is touched and no asset moves, so that what was bought and sold since
 * stays. All or nothing: the whole of a correction, with what brings cash before what takes it.
 * @throws RangeError when a decimal is none
 */
export function planReprice(
  book: Book,
  operations: readonly RepricedOperation[],
  options: { readonly rounding: Rounding; readonly at: Date },
): RepricePlan {
  const working = new WorkingBook(book);
  const differences = operations.map((operation) => differenceOf(operation, options.rounding));
  const order = differences
    .map((difference, index) => ({ ...difference, index }))
    .sort((a, b) => (a.cash === b.cash ? a.index - b.index : a.cash > b.cash ? -1 : 1));
  const repriced: Repriced[] = [];
  const unchanged: string[] = [];
  const postings: PlannedPosting[] = [];
  for (const { operationId, amounts, moves } of order) {
    const stop = stopOf(working, amounts, moves);
    if (stop !== null) return { kind: "refused", operationId, ...stop };
    if (moves.every(([, amountCents]) => amountCents === 0n)) {
      unchanged.push(operationId);
      continue;
    }
    const fundSeq = working.nextSeq();
    for (const [role, amountCents] of moves)
      working.post(role, amountCents, repriced.length, fundSeq, postings);
    repriced.push({ operationId, fundSeq, ...amounts });
  }
  return { kind: "planned", at: options.at, repriced, unchanged, postings, ...working.changes() };
}

type Moves = readonly (readonly [AccountRole, bigint])[];

function differenceOf(
  { operationId, side, quantity, rate, unitPrice, posted }: RepricedOperation,
  rounding: Rounding,
) {
  const amounts = amountsOf({ side, quantity, unitPrice, rate, rounding });
  const sign = side === "BUY" ? 1n : -1n;
  const cash = -sign * (amounts.totalCents - posted.totalCents);
  const moves: Moves = [
    ["cash", cash],
    ["portfolio", sign * (amounts.grossCents - posted.grossCents)],
    ["taxes", amounts.taxCents - posted.taxCents],
  ];
  return { operationId, amounts, cash, moves };
}

function stopOf(working: WorkingBook, { grossCents, totalCents }: Amounts, moves: Moves): Stop | null {
  if (grossCents === 0n) return { code: "ZERO_AMOUNT", evidence: { grossCents: "0" } };
  if (grossCents > AMOUNT_CENTS_MAX || totalCents > AMOUNT_CENTS_MAX) {
    const evidence = {
      grossCents: `${grossCents}`,
      totalCents: `${totalCents}`,
      limitCents: `${AMOUNT_CENTS_MAX}`,
    };
    return { code: "AMOUNT_OUT_OF_RANGE", evidence };
  }
  for (const [role, amountCents] of moves) {
    if (!working.isBelowFloor(role, amountCents) && working.isBalanceInRange(role, amountCents)) continue;
    return {
      code: role === "cash" && amountCents < 0n ? "INSUFFICIENT_CASH" : "BALANCE_OUT_OF_RANGE",
      evidence: { account: role, neededCents: `${-amountCents}`, balanceCents: `${working.balanceOf(role)}` },
    };
  }
  return null;
}
