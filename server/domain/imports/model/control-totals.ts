import { formatScaled, multiplyToCents, type Rounding, toUnits } from "#server/kernel/decimal";

/** What the lines of a file that go in add up to. */
export type Totals = {
  readonly lines: number;
  /** Sum of the quantities, whatever the assets: canonical decimal. */
  readonly quantity: string;
  /** Sum of quantity × informed unit price, each line rounded to the centavo by its fund's rule. */
  readonly valueCents: bigint;
  /** Lines that inform a unit price: the others add nothing to the value. */
  readonly pricedLines: number;
};

/** What a person expects of them; what is absent is not compared. */
export type ExpectedTotals = {
  readonly lines?: number | undefined;
  readonly quantity?: string | undefined;
  readonly valueCents?: bigint | undefined;
};

export type TotalCheck =
  | { readonly key: "lines"; readonly expected: number; readonly found: number; readonly matches: boolean }
  | { readonly key: "quantity"; readonly expected: string; readonly found: string; readonly matches: boolean }
  | { readonly key: "value"; readonly expected: bigint; readonly found: bigint; readonly matches: boolean };

type Line = { quantity: string; informedUnitPrice: string | null; rounding: Rounding };

/** Adds up lines as they pass by; exact, whatever their number. */
export function createTotals(): { add(line: Line): void; result(): Totals } {
  let lines = 0;
  let pricedLines = 0;
  let quantityUnits = 0n;
  let valueCents = 0n;
  return {
    add({ quantity, informedUnitPrice, rounding }) {
      lines++;
      quantityUnits += toUnits(quantity, quantityScale);
      if (informedUnitPrice === null) return;
      pricedLines++;
      valueCents += multiplyToCents(quantity, informedUnitPrice, rounding);
    },
    result: () => ({ lines, quantity: formatScaled(quantityUnits, quantityScale), valueCents, pricedLines }),
  };
}
const quantityScale = 8;

/** Each total that a person expects against what there is, in one order. */
export function checkTotals(expected: ExpectedTotals, found: Totals): TotalCheck[] {
  const { lines, quantity, valueCents } = expected;
  return [
    ...(lines === undefined
      ? []
      : [{ key: "lines" as const, expected: lines, found: found.lines, matches: lines === found.lines }]),
    ...(quantity === undefined
      ? []
      : [
          {
            key: "quantity" as const,
            expected: quantity,
            found: found.quantity,
            matches: quantity === found.quantity,
          },
        ]),
    ...(valueCents === undefined
      ? []
      : [
          {
            key: "value" as const,
            expected: valueCents,
            found: found.valueCents,
            matches: valueCents === found.valueCents,
          },
        ]),
  ];
}

/** As kept in the database: JSON holds no bigint. null when nothing is expected. */
export function storeExpected({ lines, quantity, valueCents }: ExpectedTotals): string | null {
  if (lines === undefined && quantity === undefined && valueCents === undefined) return null;
  return JSON.stringify({ lines, quantity, valueCents: valueCents?.toString() });
}

export function reviveExpected(stored: unknown): ExpectedTotals | null {
  if (stored === null || typeof stored !== "object") return null;
  const { lines, quantity, valueCents } = stored as {
    lines?: number;
    quantity?: string;
    valueCents?: string;
  };
  return { lines, quantity, valueCents: valueCents === undefined ? undefined : BigInt(valueCents) };
}
