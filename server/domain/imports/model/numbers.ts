import type { DecimalStyle } from "./decimal-style";
import {
  brazilian,
  brazilianThousands,
  commaOrThousand,
  plainPoint,
  pointOrThousand,
  stripMoney,
  usThousands,
} from "./number-shapes";

export type NumberProblem =
  | "FIELD_EMPTY"
  | "NUMBER_FORMAT"
  | "NUMBER_AMBIGUOUS"
  | "NUMBER_SCALE"
  | "NUMBER_TOO_LARGE"
  | "NOT_POSITIVE";

export type NumberReading = { readonly value: string } | { readonly problem: NumberProblem };

/**
 * Reads one number strictly and gives its canonical plain decimal (`1234.5`): no sign, no exponent, no
 * digits other than 0 to 9, at most 15 of them before the decimal mark.
 * @param options.scale decimals allowed; trailing zeros are not counted
 */
export function readNumber(
  text: string,
  style: DecimalStyle,
  options: { scale: number; allowsCurrency: boolean },
): NumberReading {
  const trimmed = text.trim();
  if (trimmed === "") return { problem: "FIELD_EMPTY" };
  const bare = options.allowsCurrency ? stripMoney(trimmed) : trimmed;
  if (/[^\d.,]/.test(bare)) return { problem: isNegative(bare) ? "NOT_POSITIVE" : "NUMBER_FORMAT" };
  const hasComma = bare.includes(",");
  if (!hasComma && !bare.includes(".")) return canonical(bare, "", options.scale);
  const mark = decimalMark(bare, hasComma, style);
  if (mark === "FORMAT") return { problem: "NUMBER_FORMAT" };
  if (mark === "AMBIGUOUS") return { problem: "NUMBER_AMBIGUOUS" };
  const at = bare.indexOf(mark);
  const whole = at < 0 ? bare : bare.slice(0, at);
  const thousands = mark === "," ? "." : ",";
  return canonical(
    whole.includes(thousands) ? whole.replaceAll(thousands, "") : whole,
    at < 0 ? "" : bare.slice(at + 1),
    options.scale,
  );
}

/** Which of the two characters is the decimal mark of this number; the other one groups thousands. */
function decimalMark(
  text: string,
  hasComma: boolean,
  style: DecimalStyle,
): "," | "." | "FORMAT" | "AMBIGUOUS" {
  if (pointOrThousand.test(text)) return markOfStyle(style);
  if (!hasComma)
    return plainPoint.test(text) ? "." : brazilianThousands.test(text) ? brazilianMark(style) : "FORMAT";
  if (commaOrThousand.test(text)) {
    return style.isSettled && style.style === "US" && !style.hasUsThousands ? "FORMAT" : markOfStyle(style);
  }
  if (brazilian.test(text)) return brazilianMark(style);
  return style.hasUsThousands && usThousands.test(text) ? "." : "FORMAT";
}

function markOfStyle(style: DecimalStyle): "," | "." | "AMBIGUOUS" {
  if (!style.isSettled) return "AMBIGUOUS";
  return style.style === "BR" ? "," : ".";
}

/** `1.234,56` can be read in one way only, and is refused only where the file writes `1,234.56`. */
function brazilianMark(style: DecimalStyle): "," | "FORMAT" {
  return style.hasUsThousands ? "FORMAT" : ",";
}

function canonical(whole: string, fraction: string, scale: number): NumberReading {
  const integer = whole.startsWith("0") && whole.length > 1 ? whole.replace(/^0+(?=\d)/, "") : whole;
  const decimals = fraction.endsWith("0") ? fraction.replace(/0+$/, "") : fraction;
  if (integer.length > 15) return { problem: "NUMBER_TOO_LARGE" };
  if (decimals.length > scale) return { problem: "NUMBER_SCALE" };
  return { value: decimals === "" ? integer : `${integer}.${decimals}` };
}

/** `-1`, `(1,00)`, `1,00 D` and `1,00-`: numbers, but below zero. */
function isNegative(text: string): boolean {
  const match = /^[-−](.+)$|^\((.+)\)$|^(.+?)\s?D$|^(.+)-$/.exec(text.slice(0, 80));
  const body = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
  return body !== undefined && /^\s*(R\$\s?)?\d+([.,]\d+)*\s*$/.test(body);
}
