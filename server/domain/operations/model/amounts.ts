import { powerOfTen, requireScaled, roundToCents } from "#server/kernel/decimal";
import type { Rounding } from "#server/kernel/money";

export type Side = "BUY" | "SELL";

export type Amounts = {
  /** quantity × unit price. */
  readonly grossCents: bigint;
  /** What the rate adds to a purchase or takes from a sale: the difference of the other two, never negative. */
  readonly taxCents: bigint;
  /** What leaves (purchase) or enters (sale) the cash account. */
  readonly totalCents: bigint;
};

/**
 * The amounts of one operation. Purchase: total = quantity × unit price × (1 + rate); sale:
 * total = quantity × unit price × (1 − rate). Gross and total are each rounded once, from the exact
 * product, by the fund's rule; the tax is their difference.
 * @throws RangeError when quantity, unit price or rate is no plain decimal
 */
export function amountsOf(input: {
  readonly side: Side;
  readonly quantity: string;
  readonly unitPrice: string;
  /** Decimal fraction, 0 ≤ rate < 1. */
  readonly rate: string;
  readonly rounding: Rounding;
}): Amounts {
  const { side, rounding } = input;
  const quantity = requireScaled(input.quantity);
  const unitPrice = requireScaled(input.unitPrice);
  const rate = requireScaled(input.rate);
  const units = quantity.units * unitPrice.units;
  const scale = quantity.scale + unitPrice.scale;
  const grossCents = roundToCents(units, scale, rounding);
  if (rate.units === 0n) return { grossCents, taxCents: 0n, totalCents: grossCents };
  const one = powerOfTen(rate.scale);
  const factor = side === "BUY" ? one + rate.units : one - rate.units;
  const totalCents = roundToCents(units * factor, scale + rate.scale, rounding);
  const taxCents = side === "BUY" ? totalCents - grossCents : grossCents - totalCents;
  return { grossCents, taxCents, totalCents };
}
