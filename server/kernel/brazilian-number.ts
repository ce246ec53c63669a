import { parseDecimal } from "./decimal";

/** `ambiguous`: one separator with three digits after it may be thousands or decimals. */
export type BrazilianNumber =
  | { readonly kind: "decimal"; readonly value: string }
  | { readonly kind: "ambiguous" }
  | { readonly kind: "invalid" };

const invalid: BrazilianNumber = { kind: "invalid" };
const ambiguous: BrazilianNumber = { kind: "ambiguous" };

/**
 * Reads a number without sign or symbol as Brazilian files write it: `1.234,56`, `1234,56`, `1234.56`,
 * `1234`. `1.234` and `1,234` may mean two things and are `ambiguous`, as is the American `1,234.56`;
 * a leading zero (`0,125`) or more than three digits before it decide for the decimal mark.
 * @returns `decimal` with the canonical plain decimal (15 digits, 12 decimals at most)
 */
export function parseBrazilianDecimal(text: string): BrazilianNumber {
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text)) return ambiguous;
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return ambiguous;
  if (/^\d+([.,]\d+)?$/.test(text)) return decimal(text.replace(",", "."));
  if (/^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(text))
    return decimal(text.replaceAll(".", "").replace(",", "."));
  return invalid;
}

function decimal(text: string): BrazilianNumber {
  const value = parseDecimal(text);
  return value === null ? invalid : { kind: "decimal", value };
}
