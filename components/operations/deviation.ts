/** How far the sent price is from the one used, in tenths of a basis point, exactly; null when there are not both. */
export function deviationTenths(informed: string | null, used: string | null): bigint | null {
  if (informed === null || used === null) return null;
  const [a, b] = [scaled(informed), scaled(used)];
  if (b === 0n) return null;
  const tenths = (a - b) * 100_000n * 2n;
  const half = tenths / b;
  return (half + (half >= 0n ? 1n : -1n)) / 2n;
}

/** `−62,5`: basis points with one decimal. */
export function formatTenths(tenths: bigint, locale: string): string {
  const sign = tenths < 0n ? "−" : tenths > 0n ? "+" : "";
  const size = tenths < 0n ? -tenths : tenths;
  const text = `${size / 10n}.${size % 10n}` as `${number}`;
  return (
    sign + new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(text)
  );
}

function scaled(decimal: string): bigint {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(12, "0").slice(0, 12));
}
