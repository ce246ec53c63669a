import { isDay } from "#server/kernel/business-day";
import { compareDecimals, parseDecimal } from "#server/kernel/decimal";
import type { PriceRow } from "#server/kernel/ports";

/** What is wrong with a quote whoever uses it, gravest first. */
export const quoteIssues = [
  /** The same asset and reference day twice in one list, at different prices. */
  "PRECO_DUPLICADO_DIVERGENTE",
  "PRECO_AUSENTE",
  /** Zero, negative, text, beyond what the books hold, or without the day it refers to. */
  "PRECO_INVALIDO",
  "PRECO_DATA_FUTURA",
  /** Bid ≥ indicative ≥ ask does not hold. */
  "TAXAS_INVERTIDAS",
  /** The indicative rate is outside the quote's own published band. */
  "FORA_DA_BANDA",
] as const;
export type QuoteIssue = (typeof quoteIssues)[number];

export type AssessedQuote = {
  readonly row: PriceRow;
  /** Canonical; null when absent or invalid. */
  readonly unitPrice: string | null;
  readonly issues: readonly QuoteIssue[];
};

/** Decimals of a price in the books; more would have to be rounded, and is refused instead. */
const PRICE_DECIMALS_MAX = 8;

/**
 * Reads a day's list: one quote per asset and reference day. Repeated rows at one price become one,
 * with the issues of all of them; at different prices each stays, accused. Order of the list is kept.
 * @param priceOn the day that was asked for
 */
export function assessList(rows: readonly PriceRow[], priceOn: string): AssessedQuote[] {
  const byKey = new Map<string, AssessedQuote[]>();
  for (const row of rows) {
    const quote = { row, unitPrice: unitPriceOf(row), issues: issuesOf(row, priceOn) };
    const key = naturalKeyOf(row);
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [quote]);
    else merge(others, quote);
  }
  return [...byKey.values()].flatMap((quotes) => (quotes.length === 1 ? quotes : quotes.map(accuse)));
}

function merge(others: AssessedQuote[], quote: AssessedQuote): void {
  const twin = others.findIndex(({ unitPrice }) => unitPrice === quote.unitPrice);
  const first = others[twin];
  if (first === undefined) others.push(quote);
  else others[twin] = { ...first, issues: ordered([...first.issues, ...quote.issues]) };
}

function accuse(quote: AssessedQuote): AssessedQuote {
  return { ...quote, issues: ordered([...quote.issues, "PRECO_DUPLICADO_DIVERGENTE"]) };
}

/** Code and reference day; of public bonds also the base date, which only the row as served tells. */
function naturalKeyOf({ assetCode, referenceOn, raw }: PriceRow): string {
  const baseOn = /"data_base"\s*:\s*"([^"]*)"/.exec(raw)?.[1] ?? "";
  return `${assetCode}|${referenceOn ?? ""}|${baseOn}`;
}

function unitPriceOf({ unitPrice }: PriceRow): string | null {
  const price = unitPrice === null ? null : parseDecimal(unitPrice, PRICE_DECIMALS_MAX);
  return price === "0" ? null : price;
}

function issuesOf(row: PriceRow, priceOn: string): QuoteIssue[] {
  const issues: QuoteIssue[] = [];
  const isAbsent = row.unitPrice === null && row.unitPriceText === null;
  const hasDay = row.referenceOn !== null && isDay(row.referenceOn);
  if (isAbsent) issues.push("PRECO_AUSENTE");
  if ((!isAbsent && unitPriceOf(row) === null) || !hasDay) issues.push("PRECO_INVALIDO");
  if (hasDay && row.referenceOn !== null && row.referenceOn > priceOn) issues.push("PRECO_DATA_FUTURA");
  const { bidRate, indicativeRate, askRate, bandMin, bandMax } = row;
  const isInverted =
    isLess(bidRate, indicativeRate) || isLess(indicativeRate, askRate) || isLess(bidRate, askRate);
  if (isInverted) issues.push("TAXAS_INVERTIDAS");
  if (isLess(indicativeRate, bandMin) || isLess(bandMax, indicativeRate)) issues.push("FORA_DA_BANDA");
  return ordered(issues);
}

/** A rate that is absent or no number (`--`) says nothing. */
function isLess(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && isRate(a) && isRate(b) && compareDecimals(a, b) < 0;
}

function isRate(text: string): boolean {
  return /^-?\d{1,15}(\.\d{1,30})?$/.test(text);
}

function ordered(issues: readonly QuoteIssue[]): QuoteIssue[] {
  return quoteIssues.filter((issue) => issues.includes(issue));
}
