import fc from "fast-check";
import type { Book } from "./book";
import type { ExecutableOperation } from "./plan-execution";

/** A small book for tests: accounts named after their roles, last entry 7. */
export function bookOf(input: {
  readonly cash: bigint;
  readonly floor?: bigint | null;
  readonly positions?: Readonly<Record<string, string>>;
}): Book {
  const { cash, floor = 0n, positions = {} } = input;
  return {
    fundSeq: 7n,
    accounts: {
      cash: { id: "cash", balanceCents: cash, minCents: floor },
      portfolio: { id: "portfolio", balanceCents: 0n, minCents: null },
      taxes: { id: "taxes", balanceCents: 0n, minCents: null },
    },
    positions: new Map(Object.entries(positions)),
  };
}

/** One purchase of one unit of EXEM12 at 10,00, but for what is given. */
export function operationOf(changes: Partial<ExecutableOperation>): ExecutableOperation {
  return {
    id: "op-1",
    side: "BUY",
    assetCode: "EXEM12",
    quantity: "1",
    unitPrice: "10",
    rate: "0",
    operationOn: "2026-07-15",
    uploadOrdinal: 1n,
    rowNo: 1,
    ...changes,
  };
}

const assetCode = fc.constantFrom("EXEM12", "FEX1S1", "26A0000001", "760199/2030-08-15");
const quantity = fc.oneof(
  fc.stringMatching(/^[1-9]\d{0,3}$/),
  fc.stringMatching(/^\d{1,3}\.\d{7}[1-9]$/),
  fc.constantFrom("0.00000001", "999999999999999.99999999", "100.00000000"),
);
const unitPrice = fc.oneof(
  fc.stringMatching(/^[1-9]\d{0,3}\.\d{6}$/),
  fc.constantFrom("0.004999", "0.005", "1", "999999999999999.99999999"),
);
const rate = fc.constantFrom("0", "0.000000000000", "0.005", "0.0015", "0.333333333333", "0.999999999999");

/** Few assets, days and uploads, so that operations compete for the same cash and positions. */
export const arbitraryOperations: fc.Arbitrary<ExecutableOperation[]> = fc
  .array(
    fc.record({
      side: fc.constantFrom("BUY" as const, "SELL" as const),
      assetCode,
      quantity,
      unitPrice,
      rate,
      operationOn: fc.constantFrom("2026-07-14", "2026-07-15", "2026-07-16"),
      uploadOrdinal: fc.constantFrom(1n, 2n, 10n),
    }),
    { maxLength: 40 },
  )
  .map((rows) => rows.map((row, index) => ({ ...row, id: `op-${index}`, rowNo: index + 1 })));

export const arbitraryBook: fc.Arbitrary<Book> = fc
  .record({
    cash: fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 10n ** 16n })),
    floor: fc.constantFrom(0n, null, 100_000n),
    positions: fc.dictionary(assetCode, quantity, { noNullPrototype: true }),
  })
  .map(({ cash, floor, positions }) =>
    bookOf({ cash: floor === null ? cash : cash + floor, floor, positions }),
  );
