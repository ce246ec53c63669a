/** `units` × 10^-`scale`. The recount's own numbers: nothing here comes from the product. */
export type Exact = { readonly units: bigint; readonly scale: number };

/** Reads digits with one decimal mark at most. @throws Error on anything else */
export function exact(text: string, mark: "." | "," = "."): Exact {
  const [whole = "", fraction = "", ...rest] = text.split(mark);
  if (rest.length > 0 || !/^\d+$/.test(whole) || !/^\d*$/.test(fraction))
    throw new Error(`not a decimal: ${text}`);
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

export function times(a: Exact, b: Exact): Exact {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

export function plus(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { units: at(a, scale) + at(b, scale), scale };
}

export function minus(a: Exact, b: Exact): Exact {
  return plus(a, { units: -b.units, scale: b.scale });
}

/** −1, 0 or 1. */
export function compare(a: Exact, b: Exact): number {
  const difference = minus(a, b).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const one: Exact = { units: 1n, scale: 0 };
export const zero: Exact = { units: 0n, scale: 0 };

/** Centavos of a value that is not negative, by adding half a centavo and cutting, or by cutting alone. */
export function toCents(value: Exact, rounding: "HALF_UP" | "TRUNCATE"): bigint {
  const half: Exact = rounding === "HALF_UP" ? { units: 5n, scale: 3 } : zero;
  const { units, scale } = plus(value, half);
  return scale >= 2 ? units / 10n ** BigInt(scale - 2) : units * 10n ** BigInt(2 - scale);
}

/** Whether |value − reference| ≤ reference × limit. */
export function isWithin(value: Exact, reference: Exact, limit: Exact): boolean {
  const distance = minus(value, reference);
  const size = { units: distance.units < 0n ? -distance.units : distance.units, scale: distance.scale };
  return compare(size, times(reference, limit)) <= 0;
}

function at({ units, scale }: Exact, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}
