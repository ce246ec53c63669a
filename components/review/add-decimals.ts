import { formatScaled, requireScaled } from "#server/kernel/decimal";

const scale = 12;

/** `a + sign × b`, exactly, as a canonical decimal with a point. @throws RangeError on text that is none */
export function addDecimals(a: string, b: string, sign: 1n | -1n): string {
  const units = (text: string) => {
    const scaled = requireScaled(text);
    return scaled.units * 10n ** BigInt(scale - scaled.scale);
  };
  return formatScaled(units(a) + sign * units(b), scale);
}
