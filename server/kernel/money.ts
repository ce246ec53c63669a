import { parseBrazilianDecimal } from "./brazilian-number";
import { requireScaled } from "./decimal";

export type { Rounding } from "./decimal";

/** The largest amount of one posting, in centavos: ten trillion reais. The database checks the same. */
export const AMOUNT_CENTS_MAX = 1_000_000_000_000_000n;

/** Whether an amount in centavos is within ±10^15. */
export function isAmountInRange(cents: bigint): boolean {
  return cents >= -AMOUNT_CENTS_MAX && cents <= AMOUNT_CENTS_MAX;
}

/** Centavos as a person reads them in Portuguese, without the symbol: `-1.234,56`. */
export function formatCents(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  const reais = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ".");
  return `${cents < 0n ? "-" : ""}${reais},${digits.slice(-2)}`;
}

/**
 * Reads an amount as people and banks write it: `1.234,56`, `1234.56`, `R$ 1.234,56` (also with the
 * no-break space that Intl puts there), `(1.234,56)` and `1.234,56 D` for negative, `C` for positive.
 * @returns null for what is no amount, is ambiguous (`1.234`, `1,234`), has more than two decimals, or
 * is beyond ±10^15 centavos
 */
export function parseCents(text: string): bigint | null {
  const match = /^(\()?(-)?(?:R\$\s*)?(-)?([\d.,]+)(\))?(?:\s*([CD]))?$/.exec(text.trim());
  if (match === null) return null;
  const [, open, minusBefore, minusAfter, digits = "", close, mark] = match;
  const signs = [open, minusBefore, minusAfter, mark].filter((sign) => sign !== undefined).length;
  if ((open === undefined) !== (close === undefined) || signs > 1) return null;
  const read = parseBrazilianDecimal(digits);
  if (read.kind !== "decimal") return null;
  const { units, scale } = requireScaled(read.value);
  if (scale > 2) return null;
  const cents = units * 10n ** BigInt(2 - scale);
  const isNegative = signs === 1 && mark !== "C";
  return cents > AMOUNT_CENTS_MAX ? null : isNegative ? -cents : cents;
}
