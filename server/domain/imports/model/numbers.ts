/** How one numeric column writes its numbers; decided once per file, plain data. */
export type DecimalStyle = {
  readonly style: "BR" | "US";
  /** The column (or the rest of the file) leaves no doubt what `1.234` or `1,234` means. */
  readonly isSettled: boolean;
  /** `1,234.56` is this column's way of writing thousands. */
  readonly hasUsThousands: boolean;
};

export type NumericColumn = "quantity" | "rate" | "informedUnitPrice";
export const numericColumns: readonly NumericColumn[] = ["quantity", "rate", "informedUnitPrice"];
export type DecimalStyles = Readonly<Record<NumericColumn, DecimalStyle>>;

export type NumberProblem =
  | "FIELD_EMPTY"
  | "NUMBER_FORMAT"
  | "NUMBER_AMBIGUOUS"
  | "NUMBER_SCALE"
  | "NUMBER_TOO_LARGE"
  | "NOT_POSITIVE";

const plainPoint = /^\d+\.\d+$/;
const brazilian = /^(\d+|\d{1,3}(\.\d{3})+),\d+$/;
const brazilianThousands = /^\d{1,3}(\.\d{3}){2,}$/;
const usThousands = /^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$/;
const pointOrThousand = /^[1-9]\d{0,2}\.\d{3}$/;
const commaOrThousand = /^[1-9]\d{0,2},\d{3}$/;

type Votes = { br: number; us: number; usThousands: number; plainThousands: number; doubtful: number };

/**
 * Decides per column what commas and points mean, from samples. A column's own numbers speak first
 * (`0,0015` is Brazilian, `1012.345678` is not); a column that only has doubtful ones (`1.234`) follows
 * the others when they all agree: on commas always, on points only in an English file, because a wrong
 * guess there is a factor of 1,000. Without evidence: Brazilian, and doubtful numbers are rejected.
 */
export function decideDecimalStyles(
  samples: Readonly<Record<NumericColumn, readonly string[]>>,
  isEnglish: boolean,
): DecimalStyles {
  const votes = {
    quantity: countVotes(samples.quantity),
    rate: countVotes(samples.rate),
    informedUnitPrice: countVotes(samples.informedUnitPrice),
  };
  const all = Object.values(votes);
  const br = all.reduce((sum, each) => sum + each.br, 0);
  const us = all.reduce((sum, each) => sum + each.us, 0);
  const decide = (own: Votes): DecimalStyle => {
    if (settles(own.br, own.us)) return { style: "BR", isSettled: true, hasUsThousands: false };
    if (settles(own.us, own.br)) {
      return { style: "US", isSettled: true, hasUsThousands: acceptsUsThousands(own, isEnglish) };
    }
    if (settles(br, us)) return { style: "BR", isSettled: true, hasUsThousands: false };
    if (settles(us, br) && isEnglish) return { style: "US", isSettled: true, hasUsThousands: true };
    return { style: own.us > own.br ? "US" : "BR", isSettled: false, hasUsThousands: false };
  };
  return {
    quantity: decide(votes.quantity),
    rate: decide(votes.rate),
    informedUnitPrice: decide(votes.informedUnitPrice),
  };
}

/** A few strays do not unsettle a column, or one bad row would stop the others. */
function settles(winner: number, loser: number): boolean {
  return winner > 0 && winner >= loser * 4;
}

/** One stray `1,234.56` among plain numbers is a mistake, not a convention. */
function acceptsUsThousands(own: Votes, isEnglish: boolean): boolean {
  return isEnglish || (own.usThousands >= 2 && own.usThousands > own.plainThousands);
}

function countVotes(values: readonly string[]): Votes {
  const votes: Votes = { br: 0, us: 0, usThousands: 0, plainThousands: 0, doubtful: 0 };
  for (const value of values) {
    const text = stripMoney(value);
    if (pointOrThousand.test(text) || commaOrThousand.test(text)) votes.doubtful++;
    else if (brazilian.test(text) || brazilianThousands.test(text)) votes.br++;
    else if (usThousands.test(text)) {
      votes.us++;
      votes.usThousands++;
    } else if (plainPoint.test(text)) votes.us++;
    if (/^\d{4,}(\.\d+)?$/.test(text)) votes.plainThousands++;
  }
  // Whole numbers of four digits written without separator: this column does not group thousands, so that
  // `100.125` beside them is a decimal, provided that nothing Brazilian speaks against it.
  if (votes.br + votes.us === 0 && votes.doubtful > 0 && votes.plainThousands >= 2) {
    if (values.every((value) => !value.includes(","))) votes.us += votes.plainThousands;
  }
  return votes;
}

/**
 * Reads one number strictly and gives its canonical plain decimal (`1234.5`): no sign, no exponent, no
 * digits other than 0 to 9, at most 15 before the decimal mark.
 * @param scale decimals allowed (trailing zeros are not counted)
 */
export function readNumber(
  text: string,
  style: DecimalStyle,
  options: { scale: number; allowsCurrency: boolean },
): { readonly value: string } | { readonly problem: NumberProblem } {
  const trimmed = text.trim();
  if (trimmed === "") return { problem: "FIELD_EMPTY" };
  const bare = options.allowsCurrency ? stripMoney(trimmed) : trimmed;
  if (/^\d{1,15}$/.test(bare)) return canonical(bare, "", options.scale);
  const unsigned = negativeBody(bare);
  if (unsigned !== null && isNumberLike(unsigned)) return { problem: "NOT_POSITIVE" };
  const plain = toPlain(bare, style);
  if (plain === "FORMAT") return { problem: "NUMBER_FORMAT" };
  if (plain === "AMBIGUOUS") return { problem: "NUMBER_AMBIGUOUS" };
  const [whole = "", fraction = ""] = plain.split(".");
  return canonical(whole, fraction, options.scale);
}

function toPlain(text: string, style: DecimalStyle): string | "FORMAT" | "AMBIGUOUS" {
  if (/^\d+$/.test(text)) return text;
  if (pointOrThousand.test(text) || commaOrThousand.test(text)) {
    if (!style.isSettled) return "AMBIGUOUS";
    if (style.style === "BR") return asBrazilian(text);
    return text.includes(",") && !style.hasUsThousands ? "FORMAT" : text.replaceAll(",", "");
  }
  if (plainPoint.test(text)) return text;
  if (brazilian.test(text) || brazilianThousands.test(text)) {
    return style.style === "US" && style.hasUsThousands ? "FORMAT" : asBrazilian(text);
  }
  if (usThousands.test(text) && style.hasUsThousands) return text.replaceAll(",", "");
  return "FORMAT";
}

function asBrazilian(text: string): string {
  return text.replaceAll(".", "").replace(",", ".");
}

function canonical(whole: string, fraction: string, scale: number) {
  const integer = whole.replace(/^0+(?=\d)/, "");
  const decimals = fraction.replace(/0+$/, "");
  if (integer.length > 15) return { problem: "NUMBER_TOO_LARGE" as const };
  if (decimals.length > scale) return { problem: "NUMBER_SCALE" as const };
  return { value: decimals === "" ? integer : `${integer}.${decimals}` };
}

/** The body of `-1`, `(1,00)`, `1,00 D` or `1,00-`; null when the text is not written as a negative. */
function negativeBody(text: string): string | null {
  const match = /^[-−](.+)$|^\((.+)\)$|^(.+?)\s?D$|^(.+)-$/.exec(text);
  return match ? (match[1] ?? match[2] ?? match[3] ?? match[4] ?? "").trim() : null;
}

function isNumberLike(text: string): boolean {
  return /^(R\$\s?)?\d+([.,]\d+)*$/.test(text);
}

function stripMoney(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith("R$") ? trimmed.slice(2).trimStart() : trimmed;
}
