import {
  brazilian,
  brazilianThousands,
  commaOrThousand,
  plainPoint,
  pointOrThousand,
  stripMoney,
  usThousands,
} from "./number-shapes";

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

/** What commas and points mean when a person says so. */
export function decimalStylesOf(mark: "," | "."): DecimalStyles {
  const style: DecimalStyle =
    mark === ","
      ? { style: "BR", isSettled: true, hasUsThousands: false }
      : { style: "US", isSettled: true, hasUsThousands: true };
  return { quantity: style, rate: style, informedUnitPrice: style };
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
