/** What a chart draws: centavos as bigint, counts and shares as number, null where there is nothing. */
export type ChartValue = bigint | number | null;

/**
 * Each value's place between the lowest and the highest, 0 to 1; for pixels only, so the exact value
 * stays what is read. A flat line lies in the middle.
 */
export function placesOf(values: readonly ChartValue[]): (number | null)[] {
  const known = values.filter((value) => value !== null);
  const numbers = known.map(Number);
  const [min, max] = [Math.min(...numbers), Math.max(...numbers)];
  return values.map((value) => {
    if (value === null) return null;
    return max === min ? 0.5 : (Number(value) - min) / (max - min);
  });
}

export type Change = { sign: "up" | "down" | "none"; share: number };

/** How a value moved from the one before it, as a share of that one; null when it cannot be said. */
export function changeOf(before: ChartValue | undefined, after: ChartValue): Change | null {
  if (before === undefined || before === null || after === null) return null;
  const [from, to] = [Number(before), Number(after)];
  if (from === 0) return null;
  const share = Math.abs((to - from) / from);
  return { sign: share < 0.000_05 ? "none" : to > from ? "up" : "down", share };
}
