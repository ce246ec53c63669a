import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Book, bookAfter } from "./book";
import { arbitraryBook, arbitraryOperations, bookOf, operationOf } from "./execution-samples";
import { type ExecutableOperation, type ExecutionPlan, planExecution } from "./plan-execution";
import { type ExecutedEntry, planReversal } from "./plan-reversal";

const at = new Date("2026-07-15T23:00:00Z");
const halfUp = { rounding: "HALF_UP", at } as const;

describe("planning a reversal", () => {
  test("a new entry with the signs turned brings the books back", () => {
    fc.assert(
      fc.property(arbitraryBook, arbitraryOperations, (book, operations) => {
        const plan = planExecution(book, operations, halfUp);
        let current = bookAfter(book, plan);
        for (const entry of entriesOf(plan, operations).reverse()) {
          const reversal = planReversal(current, entry, { at });
          expect(reversal.kind).toBe("planned");
          if (reversal.kind === "refused") return;
          expect(reversal.fundSeq).toBe(current.fundSeq + 1n);
          expect(reversal.postings.reduce((sum, { amountCents }) => sum + amountCents, 0n)).toBe(0n);
          current = bookAfter(current, reversal);
        }
        expect(balancesOf(current)).toEqual(balancesOf(book));
        for (const [code, quantity] of current.positions) {
          expect(Number(quantity)).toBe(Number(book.positions.get(code) ?? "0"));
        }
      }),
    );
  });

  test("a purchase whose asset was sold since is refused", () => {
    const purchase = operationOf({ id: "purchase", operationOn: "2026-07-14" });
    const sale = operationOf({ id: "sale", side: "SELL", unitPrice: "11" });
    const book = bookOf({ cash: 1_000n });
    const plan = planExecution(book, [purchase, sale], halfUp);
    const [entry] = entriesOf(plan, [purchase, sale]);
    expect(entry && planReversal(bookAfter(book, plan), entry, { at })).toEqual({
      kind: "refused",
      code: "INSUFFICIENT_POSITION",
      evidence: { neededQuantity: "1", heldQuantity: "0" },
    });
  });

  test("a sale whose cash was spent since is refused", () => {
    const sale = operationOf({ id: "sale", side: "SELL", operationOn: "2026-07-14" });
    const purchase = operationOf({ id: "purchase", assetCode: "FEX1S1" });
    const book = bookOf({ cash: 0n, positions: { EXEM12: "1" } });
    const plan = planExecution(book, [sale, purchase], halfUp);
    const [entry] = entriesOf(plan, [sale, purchase]);
    expect(entry && planReversal(bookAfter(book, plan), entry, { at })).toEqual({
      kind: "refused",
      code: "INSUFFICIENT_CASH",
      evidence: { account: "cash", neededCents: "1000", balanceCents: "0" },
    });
  });

  test("a posting of an account outside the book is an error, never skipped", () => {
    const entry: ExecutedEntry = {
      side: "BUY",
      assetCode: "EXEM12",
      quantity: "1",
      postings: [{ accountId: "other", amountCents: 5n }],
    };
    expect(() => planReversal(bookOf({ cash: 0n }), entry, { at })).toThrow(RangeError);
  });
});

function entriesOf(plan: ExecutionPlan, operations: readonly ExecutableOperation[]): ExecutedEntry[] {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return plan.executed.map(({ operationId }, index) => {
    const operation = byId.get(operationId);
    if (operation === undefined) throw new Error(`unknown operation ${operationId}`);
    const { side, assetCode, quantity } = operation;
    return { side, assetCode, quantity, postings: plan.postings.filter(({ entry }) => entry === index) };
  });
}

function balancesOf(book: Book) {
  return Object.values(book.accounts).map(({ balanceCents }) => balanceCents);
}
