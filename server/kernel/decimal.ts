/** How a fund rounds the gross and the total of an operation to the centavo, each once. */
export type Rounding = "HALF_UP" | "TRUNCATE";

/**
 * Exact decimals as text: prices, quantities and rates never pass through `number`. A value is read
 * into an integer and its scale (`12.50` → 125, scale 1), which for the multiplications of the heavy
 * path measures several times faster than a general decimal library and is as exact.
 */
export type Scaled = { readonly units: bigint; readonly scale: number };

const INTEGER_DIGITS_MAX = 15;
const FRACTION_DIGITS_MAX = 12;
/** Up to here a run of digits fits a `number` exactly, and `BigInt(number)` beats `BigInt(string)`. */
const SAFE_DIGITS = 15;

const powers: readonly bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));

/** 10 to the given power, 0 to 63. */
export function powerOfTen(exponent: number): bigint {
  const power = powers[exponent];
  if (power === undefined) throw new RangeError(`power of ten out of range: ${exponent}`);
  return power;
}

/**
 * Reads `^\d{1,15}(\.\d{1,12})?$`: no sign, exponent, space, separator of thousands or digit outside
 * ASCII. Trailing zeros of the fraction do not count: `12.50` is 125 with scale 1.
 * @returns null when the text is anything else
 */
export function scaledOf(text: string): Scaled | null {
  const dot = text.indexOf(".");
  const integerDigits = dot === -1 ? text.length : dot;
  if (integerDigits < 1 || integerDigits > INTEGER_DIGITS_MAX) return null;
  let end = text.length;
  if (dot !== -1) {
    const fractionDigits = end - dot - 1;
    if (fractionDigits < 1 || fractionDigits > FRACTION_DIGITS_MAX) return null;
    while (end > dot + 1 && text.charCodeAt(end - 1) === 48) end--;
    if (end === dot + 1) end = dot;
  }
  const scale = end > integerDigits ? end - integerDigits - 1 : 0;
  const digits = integerDigits + scale;
  let units = 0;
  for (let i = 0; i < end; i++) {
    if (i === dot) continue;
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    units = units * 10 + digit;
  }
  if (digits <= SAFE_DIGITS) return { units: BigInt(units), scale };
  return { units: BigInt(text.slice(0, integerDigits) + text.slice(integerDigits + 1, end)), scale };
}

/** As `scaledOf`, for text that was already validated. @throws RangeError on anything else */
export function requireScaled(text: string): Scaled {
  const scaled = scaledOf(text);
  if (scaled === null) throw new RangeError("not a plain decimal");
  return scaled;
}

/**
 * The canonical form of a plain decimal: no leading zeros before another digit, no trailing zeros.
 * @param decimalsMax more significant decimals than this are refused, not rounded
 * @returns null when the text is not `^\d{1,15}(\.\d{1,12})?$` or has too many decimals
 */
export function parseDecimal(text: string, decimalsMax: number = FRACTION_DIGITS_MAX): string | null {
  const scaled = scaledOf(text);
  return scaled === null || scaled.scale > decimalsMax ? null : formatScaled(scaled.units, scaled.scale);
}

/** Canonical text of `units × 10^-scale`; negative values are allowed here (differences). */
export function formatScaled(units: bigint, scale: number): string {
  const isNegative = units < 0n;
  const digits = (isNegative ? -units : units).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === 48) end--;
  const integer = digits.slice(0, point);
  const text = end === point ? integer : `${integer}.${digits.slice(point, end)}`;
  return isNegative ? `-${text}` : text;
}

/**
 * The value in units of `10^-scale`, for sums of one scale (positions use 8).
 * @throws RangeError when the text is no plain decimal or needs more decimals than `scale`
 */
export function toUnits(text: string, scale: number): bigint {
  const scaled = requireScaled(text);
  if (scaled.scale > scale) throw new RangeError(`more than ${scale} decimals`);
  return scaled.scale === scale ? scaled.units : scaled.units * powerOfTen(scale - scaled.scale);
}

/** quantity × unit price in centavos, rounded once. @throws RangeError on text that is no plain decimal */
export function multiplyToCents(quantity: string, unitPrice: string, rounding: Rounding): bigint {
  const a = requireScaled(quantity);
  const b = requireScaled(unitPrice);
  return roundToCents(a.units * b.units, a.scale + b.scale, rounding);
}

/** Centavos of the non-negative value `units × 10^-scale`. */
export function roundToCents(units: bigint, scale: number, rounding: Rounding): bigint {
  if (scale <= 2) return units * powerOfTen(2 - scale);
  const divisor = powerOfTen(scale - 2);
  return rounding === "HALF_UP" ? (units + divisor / 2n) / divisor : units / divisor;
}

/**
 * −1, 0 or 1. Rates too: a minus and up to 30 decimals are allowed here.
 * @throws RangeError on text that is no `^-?\d{1,15}(\.\d{1,30})?$`
 */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  const left = signedScaledOf(a);
  const right = signedScaledOf(b);
  const scale = Math.max(left.scale, right.scale);
  const leftUnits = left.units * powerOfTen(scale - left.scale);
  const rightUnits = right.units * powerOfTen(scale - right.scale);
  return leftUnits < rightUnits ? -1 : leftUnits > rightUnits ? 1 : 0;
}

function signedScaledOf(text: string): Scaled {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,30}))?$/.exec(text);
  if (match === null) throw new RangeError("not a decimal");
  const [, sign, integer = "", fraction = ""] = match;
  const units = BigInt(integer + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

/**
 * Whether |value / reference − 1| > limit, exactly: a distance of just the limit is not farther.
 * A reference of zero is farther from everything but zero.
 */
export function isFartherThan(value: string, reference: string, limit: string): boolean {
  const { distance, base } = distanceOf(value, reference);
  const bound = requireScaled(limit);
  return distance * powerOfTen(bound.scale) > bound.units * base;
}

/**
 * |value / reference − 1| for a person to read, cut after `decimals` places.
 * @throws RangeError when the reference is zero
 */
export function relativeDistance(value: string, reference: string, decimals = 8): string {
  const { distance, base } = distanceOf(value, reference);
  if (base === 0n) throw new RangeError("distance from zero");
  return formatScaled((distance * powerOfTen(decimals)) / base, decimals);
}

function distanceOf(value: string, reference: string) {
  const a = requireScaled(value);
  const b = requireScaled(reference);
  const scale = Math.max(a.scale, b.scale);
  const base = b.units * powerOfTen(scale - b.scale);
  const difference = a.units * powerOfTen(scale - a.scale) - base;
  return { distance: difference < 0n ? -difference : difference, base };
}
