import { isLosslessNumber } from "lossless-json";

const plain = /^-?\d+(\.\d+)?$/;
const exponential = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/;

/**
 * A JSON number, or text that is a plain decimal, as decimal text with the digits as served; the
 * exponents that Java writes for large numbers (`1.0123E7`) are written out.
 * @returns null for anything else: N/D, --, blanks, null, objects, 1e400
 */
export function decimalTextOf(value: unknown): string | null {
  const text = lexemeOf(value);
  if (text === null || text.length > 60) return null;
  if (plain.test(text)) return text;
  const match = exponential.exec(text);
  return match ? written(match[1] ?? "", match[2] ?? "", match[3] ?? "", Number(match[4])) : null;
}

/** The text of a JSON number or string as it was served; null for what is neither. */
export function lexemeOf(value: unknown): string | null {
  if (isLosslessNumber(value)) return value.value;
  return typeof value === "string" ? value.trim() : null;
}

const exponentMax = 30;

function written(sign: string, integer: string, fraction: string, exponent: number): string | null {
  if (Math.abs(exponent) > exponentMax) return null;
  const digits = integer + fraction;
  const point = integer.length + exponent;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const rest = padded.slice(at);
  return `${sign}${whole}${rest === "" ? "" : `.${rest}`}`;
}
