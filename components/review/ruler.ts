import { formatScaled, multiplyToCents, toUnits } from "#server/kernel/decimal";

/** Prices have eight decimals at most. */
const decimals = 8;
const limitDecimals = 6;

export type MarkKind = "sent" | "source" | "previous" | "executed";
export type Mark = { kind: MarkKind; price: string; place: number };
type Ruler = {
  marks: Mark[];
  /** Between which prices the rule would have let it pass, as places and as prices. */
  limits: { from: string; to: string; fromPlace: number; toPlace: number } | null;
};

type Prices = Partial<Record<MarkKind, string | null>>;

/**
 * Prices on one line, 0 to 1 for pixels only; what is read stays the exact price. Null when there is
 * nothing to compare.
 * @param limit the rule's decimal fraction around one of them, e.g. `0.05` around `source`
 */
export function rulerOf(prices: Prices, limit: { around: MarkKind; share: string } | null): Ruler | null {
  const known = (Object.entries(prices) as [MarkKind, string | null | undefined][]).flatMap(
    ([kind, price]) => (price ? [{ kind, price, units: toUnits(price, decimals) }] : []),
  );
  if (known.length < 2) return null;
  const base = known.find(({ kind }) => kind === limit?.around)?.units;
  const width =
    limit && base !== undefined
      ? (base * toUnits(limit.share, limitDecimals)) / 10n ** BigInt(limitDecimals)
      : null;
  const ends = base !== undefined && width !== null ? [base - width, base + width] : [];
  const all = [...known.map(({ units }) => units), ...ends].map(Number);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = (high - low || high) * 0.06;
  const placeOf = (units: bigint) => (Number(units) - low + air) / (high - low + 2 * air);
  const [from, to] = ends;
  return {
    marks: known.map(({ kind, price, units }) => ({ kind, price, place: placeOf(units) })),
    limits:
      from === undefined || to === undefined
        ? null
        : {
            from: formatScaled(from, decimals),
            to: formatScaled(to, decimals),
            fromPlace: placeOf(from),
            toPlace: placeOf(to),
          },
  };
}

/** What the difference of two prices comes to over a quantity, in centavos; the sign says which is more. */
export function differenceCents(quantity: string, price: string, from: string): bigint {
  return multiplyToCents(quantity, price, "HALF_UP") - multiplyToCents(quantity, from, "HALF_UP");
}
