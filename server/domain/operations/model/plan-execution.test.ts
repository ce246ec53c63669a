import Big from "big.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AMOUNT_CENTS_MAX } from "#server/kernel/money";
import { type Book, bookAfter } from "./book";
import { arbitraryBook, arbitraryOperations, bookOf, operationOf } from "./execution-samples";
import { compareForExecution, type ExecutionPlan, planExecution } from "./plan-execution";

const at = new Date("2026-07-15T23:00:00Z");
const halfUp = { rounding: "HALF_UP", at } as const;
const rounding = fc.constantFrom("HALF_UP" as const, "TRUNCATE" as const);

describe("planning an execution", () => {
  test("a purchase takes the total from cash, and gives gross to the portfolio and tax to taxes", () => {
    const book = bookOf({ cash: 2_000_000n, positions: { EXEM12: "1.5" } });
    const plan = planExecution(
      book,
      [operationOf({ quantity: "10", unitPrice: "1046.357089", rate: "0.005" })],
      halfUp,
    );
    expect(plan).toEqual({
      at,
      executed: [
        {
          operationId: "op-1",
          fundSeq: 8n,
          operationOn: "2026-07-15",
          grossCents: 1_046_357n,
          taxCents: 5_232n,
          totalCents: 1_051_589n,
        },
      ],
      stopped: [],
      postings: [
        { entry: 0, fundSeq: 8n, accountId: "cash", amountCents: -1_051_589n, balanceAfterCents: 948_411n },
        {
          entry: 0,
          fundSeq: 8n,
          accountId: "portfolio",
          amountCents: 1_046_357n,
          balanceAfterCents: 1_046_357n,
        },
        { entry: 0, fundSeq: 8n, accountId: "taxes", amountCents: 5_232n, balanceAfterCents: 5_232n },
      ],
      movements: [{ entry: 0, fundSeq: 8n, assetCode: "EXEM12", quantity: "10", quantityAfter: "11.5" }],
      balances: [
        { accountId: "cash", balanceCents: 948_411n },
        { accountId: "portfolio", balanceCents: 1_046_357n },
        { accountId: "taxes", balanceCents: 5_232n },
      ],
      positions: [{ assetCode: "EXEM12", quantity: "11.5" }],
      lastSeq: 8n,
    });
  });

  test("a sale gives the total to cash and tax to taxes, and a rate of zero posts no tax", () => {
    const book = bookOf({ cash: 0n, positions: { EXEM12: "3" } });
    const sales = [
      operationOf({ id: "a", side: "SELL", quantity: "1", unitPrice: "100", rate: "0.1" }),
      operationOf({ id: "b", side: "SELL", quantity: "2", unitPrice: "100", rate: "0", rowNo: 2 }),
    ];
    const plan = planExecution(book, sales, halfUp);
    expect(plan.postings.map(({ accountId, amountCents }) => [accountId, amountCents])).toEqual([
      ["cash", 9_000n],
      ["portfolio", -10_000n],
      ["taxes", 1_000n],
      ["cash", 20_000n],
      ["portfolio", -20_000n],
    ]);
    expect(plan.positions).toEqual([{ assetCode: "EXEM12", quantity: "0" }]);
  });

  test("cash down to its floor is enough, one centavo below is not", () => {
    const purchase = operationOf({ quantity: "1", unitPrice: "10", rate: "0" });
    expect(planExecution(bookOf({ cash: 1_000n }), [purchase], halfUp).executed).toHaveLength(1);
    const short = planExecution(bookOf({ cash: 999n }), [purchase], halfUp);
    expect(short.stopped).toEqual([
      {
        operationId: "op-1",
        waitReason: "INSUFFICIENT_CASH",
        code: "INSUFFICIENT_CASH",
        evidence: { neededCents: "1000", balanceCents: "999" },
      },
    ]);
    expect(planExecution(bookOf({ cash: 1_500n, floor: 501n }), [purchase], halfUp).executed).toHaveLength(0);
  });

  test("what one operation cannot have does not stop the next", () => {
    const plan = planExecution(
      bookOf({ cash: 1_000n, positions: { SOLD: "1.00000000" } }),
      [
        operationOf({ id: "dear", unitPrice: "11.01", rowNo: 1 }),
        operationOf({ id: "cheap", unitPrice: "9", rowNo: 2 }),
        operationOf({ id: "much", side: "SELL", assetCode: "SOLD", quantity: "1.00000001", rowNo: 1 }),
        operationOf({ id: "all", side: "SELL", assetCode: "SOLD", quantity: "1", unitPrice: "1", rowNo: 2 }),
      ],
      halfUp,
    );
    expect(plan.executed.map(({ operationId }) => operationId)).toEqual(["all", "cheap"]);
    expect(plan.stopped.map(({ operationId, code }) => [operationId, code])).toEqual([
      ["much", "INSUFFICIENT_POSITION"],
      ["dear", "INSUFFICIENT_CASH"],
    ]);
    expect(plan.stopped[0]?.evidence).toEqual({ neededQuantity: "1.00000001", heldQuantity: "1" });
  });

  test("the cash of a day's sales pays the purchases of that day, not those of the day before", () => {
    const book = bookOf({ cash: 0n, positions: { OLD: "1" } });
    const sale = operationOf({ id: "sale", side: "SELL", assetCode: "OLD", unitPrice: "10", rowNo: 9 });
    const sameDay = operationOf({ id: "same", unitPrice: "10", rowNo: 1 });
    const dayBefore = operationOf({ id: "before", unitPrice: "10", operationOn: "2026-07-14" });
    const plan = planExecution(book, [sameDay, dayBefore, sale], halfUp);
    expect(plan.executed.map(({ operationId }) => operationId)).toEqual(["sale", "same"]);
  });

  test("an amount of nothing or beyond ten trillion reais goes to a person", () => {
    const book = bookOf({ cash: 4n * 10n ** 18n, floor: null });
    const plan = planExecution(
      book,
      [
        operationOf({ id: "dust", quantity: "0.00000001", unitPrice: "0.01", rowNo: 1 }),
        operationOf({ id: "largest", quantity: "10000000000000", unitPrice: "1", rowNo: 2 }),
        operationOf({
          id: "larger",
          quantity: "10000000000000",
          unitPrice: "1",
          rate: "0.000000000001",
          rowNo: 3,
        }),
        operationOf({ id: "absurd", quantity: "999999999999999", unitPrice: "999999999999999", rowNo: 4 }),
      ],
      halfUp,
    );
    expect(plan.executed.map(({ operationId, grossCents }) => [operationId, grossCents])).toEqual([
      ["largest", AMOUNT_CENTS_MAX],
    ]);
    expect(plan.stopped.map(({ operationId, code, waitReason }) => [operationId, code, waitReason])).toEqual([
      ["dust", "ZERO_AMOUNT", "IN_REVIEW"],
      ["larger", "AMOUNT_OUT_OF_RANGE", "IN_REVIEW"],
      ["absurd", "AMOUNT_OUT_OF_RANGE", "IN_REVIEW"],
    ]);
  });

  test("no sum overflows what the database holds", () => {
    const full = bookOf({ cash: 4n * 10n ** 18n, positions: { EXEM12: "999999999999999" } });
    const sale = operationOf({ id: "sale", side: "SELL", unitPrice: "1" });
    const purchase = operationOf({ id: "purchase", unitPrice: "1" });
    const plan = planExecution(
      full,
      [sale, purchase, operationOf({ id: "more", unitPrice: "1", rowNo: 3 })],
      halfUp,
    );
    expect(plan.stopped.map(({ operationId, code }) => [operationId, code])).toEqual([
      ["sale", "BALANCE_OUT_OF_RANGE"],
      ["purchase", "BALANCE_OUT_OF_RANGE"],
      ["more", "BALANCE_OUT_OF_RANGE"],
    ]);
  });

  test("an operation given twice is refused whole", () => {
    expect(() => planExecution(bookOf({ cash: 9_999n }), [operationOf({}), operationOf({})], halfUp)).toThrow(
      RangeError,
    );
  });
});

describe("for any book and any operations", () => {
  test("planning all at once is planning one after another", () => {
    fc.assert(
      fc.property(arbitraryBook, arbitraryOperations, rounding, (book, operations, rule) => {
        const options = { rounding: rule, at };
        const all = planExecution(book, operations, options);
        let current = book;
        const steps: ExecutionPlan[] = [];
        for (const operation of [...operations].sort(compareForExecution)) {
          const step = planExecution(current, [operation], options);
          steps.push(step);
          current = bookAfter(current, step);
        }
        expect(bookAfter(book, all)).toEqual(current);
        expect(all.executed).toEqual(steps.flatMap((step) => step.executed));
        expect(all.stopped).toEqual(steps.flatMap((step) => step.stopped));
        expect(all.postings.map(withoutEntry)).toEqual(
          steps.flatMap((step) => step.postings.map(withoutEntry)),
        );
        expect(all.movements.map(withoutEntry)).toEqual(
          steps.flatMap((step) => step.movements.map(withoutEntry)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("the order in which operations are given changes nothing", () => {
    const shuffled = arbitraryOperations.chain((operations) =>
      fc.tuple(
        fc.constant(operations),
        fc.shuffledSubarray(operations, { minLength: operations.length, maxLength: operations.length }),
      ),
    );
    fc.assert(
      fc.property(arbitraryBook, shuffled, rounding, (book, [operations, others], rule) => {
        const options = { rounding: rule, at };
        expect(planExecution(book, others, options)).toEqual(planExecution(book, operations, options));
      }),
    );
  });

  test("no operation is lost or doubled, and entries are numbered without a gap", () => {
    fc.assert(
      fc.property(arbitraryBook, arbitraryOperations, rounding, (book, operations, rule) => {
        const plan = planExecution(book, operations, { rounding: rule, at });
        const ids = [...plan.executed, ...plan.stopped].map(({ operationId }) => operationId);
        expect(ids.sort()).toEqual(operations.map(({ id }) => id).sort());
        expect(plan.executed.map(({ fundSeq }) => fundSeq)).toEqual(
          plan.executed.map((_, index) => book.fundSeq + BigInt(index) + 1n),
        );
        expect(plan.lastSeq).toBe(book.fundSeq + BigInt(plan.executed.length));
        for (const row of [...plan.postings, ...plan.movements]) {
          expect(plan.executed[row.entry]?.fundSeq).toBe(row.fundSeq);
        }
      }),
    );
  });

  test("money and quantities are conserved, and nothing goes below its floor", () => {
    fc.assert(
      fc.property(arbitraryBook, arbitraryOperations, rounding, (book, operations, rule) => {
        const plan = planExecution(book, operations, { rounding: rule, at });
        expectBalancedEntries(plan);
        expectPostingsExplainBalances(book, plan);
        expectMovementsExplainPositions(book, plan);
      }),
      { numRuns: 300 },
    );
  });
});

function withoutEntry<Row extends { entry: number }>({ entry: _, ...row }: Row) {
  return row;
}

function expectBalancedEntries(plan: ExecutionPlan): void {
  const sums = plan.executed.map(() => 0n);
  for (const { entry, amountCents } of plan.postings) {
    expect(amountCents).not.toBe(0n);
    sums[entry] = (sums[entry] ?? 0n) + amountCents;
  }
  expect(sums.every((sum) => sum === 0n)).toBe(true);
}

function expectPostingsExplainBalances(book: Book, plan: ExecutionPlan): void {
  const after = bookAfter(book, plan).accounts;
  for (const role of ["cash", "portfolio", "taxes"] as const) {
    const account = book.accounts[role];
    let balance = account.balanceCents;
    for (const posting of plan.postings.filter(({ accountId }) => accountId === account.id)) {
      balance += posting.amountCents;
      expect(posting.balanceAfterCents).toBe(balance);
      if (account.minCents !== null && posting.amountCents < 0n)
        expect(balance >= account.minCents).toBe(true);
    }
    expect(after[role].balanceCents).toBe(balance);
  }
}

function expectMovementsExplainPositions(book: Book, plan: ExecutionPlan): void {
  const held = new Map([...book.positions].map(([code, quantity]) => [code, Big(quantity)]));
  expect(plan.movements).toHaveLength(plan.executed.length);
  for (const { assetCode, quantity, quantityAfter } of plan.movements) {
    const after = (held.get(assetCode) ?? Big(0)).plus(quantity);
    held.set(assetCode, after);
    expect(after.gte(0) && after.eq(quantityAfter)).toBe(true);
  }
  for (const [code, quantity] of bookAfter(book, plan).positions)
    expect(held.get(code)?.eq(quantity)).toBe(true);
}
