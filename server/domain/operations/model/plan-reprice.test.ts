import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bookAfter } from "./book";
import { arbitraryBook, arbitraryOperations, bookOf, operationOf } from "./execution-samples";
import { type ExecutableOperation, type ExecutionPlan, planExecution } from "./plan-execution";
import { planReprice, type RepricedOperation } from "./plan-reprice";

const at = new Date("2026-07-15T23:00:00Z");
const halfUp = { rounding: "HALF_UP", at } as const;
const newPrice = fc.constantFrom("0.01", "1", "9.99", "10", "10.000001", "123.456789", "999999.999999");

describe("planning a reprice", () => {
  test("leaves the accounts as if the operations had been executed at the newer price, and no asset moves", () => {
    fc.assert(
      fc.property(
        arbitraryOperations,
        fc.array(newPrice, { minLength: 40, maxLength: 40 }),
        (operations, prices) => {
          const book = bookOf({ cash: 10n ** 17n });
          const first = planExecution(book, operations, halfUp);
          const done = operations.filter(({ id }) =>
            first.executed.some(({ operationId }) => operationId === id),
          );
          const newer = done.map((operation, index) => ({
            ...operation,
            unitPrice: prices[index] as string,
          }));
          const plan = planReprice(bookAfter(book, first), toReprice(first, newer), halfUp);
          if (plan.kind === "refused") return;
          const asIf = planExecution(book, newer, halfUp);
          if (asIf.executed.length !== newer.length) return;
          expect(bookAfter(bookAfter(book, first), plan).accounts).toEqual(bookAfter(book, asIf).accounts);
          expect(plan.positions).toEqual([]);
          for (const [entry] of plan.repriced.entries()) {
            const own = plan.postings.filter((posting) => posting.entry === entry);
            expect(own.length).toBeGreaterThanOrEqual(2);
            expect(own.reduce((sum, { amountCents }) => sum + amountCents, 0n)).toBe(0n);
          }
          expect(plan.repriced.length + plan.unchanged.length).toBe(newer.length);
        },
      ),
    );
  });

  test("never takes an account below its floor: all of it or none", () => {
    fc.assert(
      fc.property(arbitraryBook, arbitraryOperations, newPrice, (book, operations, unitPrice) => {
        const first = planExecution(book, operations, halfUp);
        const newer = operations
          .filter(({ id }) => first.executed.some(({ operationId }) => operationId === id))
          .map((operation) => ({ ...operation, unitPrice }));
        const before = bookAfter(book, first);
        const plan = planReprice(before, toReprice(first, newer), halfUp);
        if (plan.kind === "refused") return;
        const { cash } = bookAfter(before, plan).accounts;
        expect(cash.minCents === null || cash.balanceCents >= cash.minCents).toBe(true);
      }),
    );
  });

  test("what brings cash goes before what takes it", () => {
    const dearer = operationOf({ id: "dearer" });
    const cheaper = operationOf({ id: "cheaper", assetCode: "FEX1S1", rowNo: 2 });
    const book = bookOf({ cash: 2_000n });
    const first = planExecution(book, [dearer, cheaper], halfUp);
    const newer = [
      { ...dearer, unitPrice: "12" },
      { ...cheaper, unitPrice: "7" },
    ];
    const plan = planReprice(bookAfter(book, first), toReprice(first, newer), halfUp);
    expect(plan.kind === "planned" && plan.repriced.map(({ operationId }) => operationId)).toEqual([
      "cheaper",
      "dearer",
    ]);
  });

  test("what the cash cannot pay for is refused and named", () => {
    const operation = operationOf({});
    const book = bookOf({ cash: 1_000n });
    const first = planExecution(book, [operation], halfUp);
    const plan = planReprice(
      bookAfter(book, first),
      toReprice(first, [{ ...operation, unitPrice: "10.5" }]),
      halfUp,
    );
    expect(plan).toEqual({
      kind: "refused",
      operationId: "op-1",
      code: "INSUFFICIENT_CASH",
      evidence: { account: "cash", neededCents: "50", balanceCents: "0" },
    });
  });

  test("what was bought and sold on since is repriced all the same", () => {
    const purchase = operationOf({ id: "purchase", operationOn: "2026-07-14" });
    const sale = operationOf({ id: "sale", side: "SELL", unitPrice: "11" });
    const book = bookOf({ cash: 1_000n });
    const first = planExecution(book, [purchase, sale], halfUp);
    const newer = [{ ...purchase, unitPrice: "10.5" }];
    const plan = planReprice(bookAfter(book, first), toReprice(first, newer), halfUp);
    expect(plan).toMatchObject({
      kind: "planned",
      repriced: [{ operationId: "purchase", totalCents: 1_050n }],
    });
  });
});

function toReprice(plan: ExecutionPlan, newer: readonly ExecutableOperation[]): RepricedOperation[] {
  return newer.map(({ id, side, quantity, rate, unitPrice }) => {
    const posted = plan.executed.find(({ operationId }) => operationId === id);
    if (!posted) throw new Error(`unknown operation ${id}`);
    return { operationId: id, side, quantity, rate, unitPrice, posted };
  });
}
