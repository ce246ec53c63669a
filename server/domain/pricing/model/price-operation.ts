import { businessDaysBetween, type CalendarOverrides } from "#server/kernel/business-day";
import { isFartherThan, relativeDistance } from "#server/kernel/decimal";
import type { AssetClass } from "#server/kernel/ports";
import { emptyQuickForMs, publicationDelayMs } from "./backoff";
import { classesToSearch, type DayLists, type Quote } from "./day-lists";
import { type Found, findQuote } from "./find-quote";
import { quoteIssues } from "./quote-issues";

/** Why a price goes to a person, gravest first. */
export const priceReviewCodes = [
  "ATIVO_NAO_PRECIFICADO",
  "AMBIGUOUS_ASSET",
  ...quoteIssues,
  "PRECO_DEFASADO",
  "PRECO_REVISADO",
  "PU_INFORMADO_AUSENTE",
  "PU_INFORMADO_DIVERGENTE",
  "DESVIO_D1",
  "SEM_DADOS_EM_D1",
  // Nothing against the price, but a person changed a value above what one person decides.
  "VALOR_EDITADO",
] as const;
export type PriceReviewCode = (typeof priceReviewCodes)[number];

export type PriceWaitCode =
  | "AWAITING_PRICE"
  | "AWAITING_PUBLICATION"
  | "SEM_DADOS_NA_DATA"
  | "SEM_DADOS_EM_D1";

export type PriceDecision =
  | {
      readonly kind: "priced";
      readonly quoteId: string;
      readonly assetCode: string;
      readonly assetClass: AssetClass;
      readonly unitPrice: string;
    }
  | { readonly kind: "review"; readonly code: PriceReviewCode; readonly evidence: Evidence }
  | { readonly kind: "wait"; readonly code: PriceWaitCode };

/** Plain JSON of strings: measured values, limits and the quote they come from. */
export type Evidence = Readonly<Record<string, string>>;

export type PricingRules = {
  /** Which price executes: the quote's, or the traded one, which the quote then only validates. */
  readonly priceBasis: "anbima" | "informado";
  /** Decimal fractions: `0.05` is 5 %. A distance of just the limit passes. */
  readonly jumpLimit: string;
  readonly tradedPriceLimit: string;
  readonly staleBusinessDays: number;
};

export type PricingInput = {
  readonly operation: {
    readonly assetRef: string;
    readonly assetClass: AssetClass | null;
    readonly operationOn: string;
    readonly informedUnitPrice: string | null;
  };
  readonly fund: PricingRules;
  readonly lists: DayLists;
  /** The asset's latest price of an earlier day; null when it has none. */
  readonly previousOf: (quote: Quote) => { readonly unitPrice: string; readonly priceOn: string } | null;
  /** Classes whose list of the business day before was answered without data, and when it was first asked for. */
  readonly emptyBefore?: ReadonlyMap<AssetClass, Date>;
  readonly now: Date;
  readonly overrides?: CalendarOverrides;
};

/**
 * Decides the price of one operation from the kept lists of its day. A price that anything speaks
 * against never comes back as `priced`; the result does not depend on which list was answered first,
 * because all that may hold the asset are waited for.
 */
export function priceOperation(input: PricingInput): PriceDecision {
  const { operation, lists, now } = input;
  if (publicationDelayMs(operation.operationOn, now) > 0)
    return { kind: "wait", code: "AWAITING_PUBLICATION" };
  const classes = classesToSearch(operation);
  const states = classes.map((assetClass) => lists.get(assetClass)?.state ?? "WAITING");
  if (states.includes("WAITING")) return { kind: "wait", code: "AWAITING_PRICE" };
  const found = findQuote(operation, classes, lists);
  if (found.kind === "quote") return judge(input, found.quote, found.contradictedBy);
  if (found.kind === "none" && states.includes("EMPTY")) return { kind: "wait", code: "SEM_DADOS_NA_DATA" };
  return withoutQuote(operation, classes, found);
}

function withoutQuote(
  { assetRef, operationOn }: PricingInput["operation"],
  classes: readonly AssetClass[],
  found: Exclude<Found, { kind: "quote" }>,
): PriceDecision {
  const evidence = { assetRef, priceOn: operationOn };
  if (found.kind === "none") {
    return {
      kind: "review",
      code: "ATIVO_NAO_PRECIFICADO",
      evidence: { ...evidence, searched: classes.join(", ") },
    };
  }
  const named = found.quotes.map(
    ({ assetClass, assetCode, isin }) => `${assetClass} ${assetCode} ${isin ?? "-"}`,
  );
  return {
    kind: "review",
    code: "AMBIGUOUS_ASSET",
    evidence: { ...evidence, candidates: [...new Set(named)].join(", ") },
  };
}

type Objection = { readonly code: PriceReviewCode; readonly evidence: Evidence };

function judge(input: PricingInput, quote: Quote, contradictedBy: readonly Quote[]): PriceDecision {
  const { operation, fund } = input;
  const objections = [
    ...issuesOf(quote, contradictedBy),
    ...staleness(input, quote),
    ...revision(quote),
    ...tradedPrice(operation.informedUnitPrice, fund, quote),
    ...jump(input, quote),
  ];
  const [gravest] = objections;
  // What would measure the jump may be late; soon there is nothing to wait for, and a person decides.
  if (gravest?.code === "SEM_DADOS_EM_D1" && isAskedQuickly(input, quote))
    return { kind: "wait", code: gravest.code };
  const unitPrice = fund.priceBasis === "informado" ? operation.informedUnitPrice : quote.unitPrice;
  if (gravest === undefined && unitPrice !== null) {
    const { quoteId, assetCode, assetClass } = quote;
    return { kind: "priced", quoteId, assetCode, assetClass, unitPrice };
  }
  // A quote without a price always carries its issue; should one not, it still never executes.
  const { code, evidence } = gravest ?? { code: "PRECO_AUSENTE", evidence: {} };
  const others = objections.slice(1).map((objection) => objection.code);
  return {
    kind: "review",
    code,
    evidence: {
      ...quoteEvidence(operation, quote),
      ...evidence,
      ...(others.length > 0 ? { otherCodes: others.join(", ") } : {}),
    },
  };
}

function issuesOf(quote: Quote, contradictedBy: readonly Quote[]): Objection[] {
  return quoteIssues
    .filter((issue) => quote.issues.includes(issue))
    .map((code) => ({ code, evidence: issueEvidence(code, quote, contradictedBy) }));
}

function issueEvidence(code: PriceReviewCode, quote: Quote, contradictedBy: readonly Quote[]): Evidence {
  const { bidRate, askRate, indicativeRate, bandMin, bandMax } = quote;
  if (code === "PRECO_DUPLICADO_DIVERGENTE") {
    return { unitPrices: [quote, ...contradictedBy].map(({ unitPrice }) => unitPrice ?? "-").join(", ") };
  }
  if (code === "TAXAS_INVERTIDAS") return present({ bidRate, indicativeRate, askRate });
  if (code === "FORA_DA_BANDA") return present({ indicativeRate, bandMin, bandMax });
  return {};
}

function staleness({ operation, fund, overrides }: PricingInput, { referenceOn }: Quote): Objection[] {
  if (referenceOn === null) return [];
  const days = businessDaysBetween(referenceOn, operation.operationOn, overrides);
  if (days <= fund.staleBusinessDays) return [];
  return [
    { code: "PRECO_DEFASADO", evidence: { measured: String(days), limit: String(fund.staleBusinessDays) } },
  ];
}

function revision({ revisedFrom }: Quote): Objection[] {
  return revisedFrom === null ? [] : [{ code: "PRECO_REVISADO", evidence: { revisedFrom } }];
}

function tradedPrice(informed: string | null, fund: PricingRules, { unitPrice }: Quote): Objection[] {
  if (informed === null)
    return fund.priceBasis === "informado" ? [{ code: "PU_INFORMADO_AUSENTE", evidence: {} }] : [];
  if (unitPrice === null || !isFartherThan(informed, unitPrice, fund.tradedPriceLimit)) return [];
  const evidence = { measured: relativeDistance(informed, unitPrice), limit: fund.tradedPriceLimit };
  return [{ code: "PU_INFORMADO_DIVERGENTE", evidence }];
}

/**
 * An asset that is new in the list of the day before has nothing to be measured against; where that list
 * has no data at all and no price of the asset is kept, nobody knows.
 */
function jump({ fund, previousOf, emptyBefore }: PricingInput, quote: Quote): Objection[] {
  if (quote.unitPrice === null) return [];
  const previous = previousOf(quote);
  if (previous === null)
    return emptyBefore?.has(quote.assetClass) ? [{ code: "SEM_DADOS_EM_D1", evidence: {} }] : [];
  if (!isFartherThan(quote.unitPrice, previous.unitPrice, fund.jumpLimit)) return [];
  const evidence = {
    measured: relativeDistance(quote.unitPrice, previous.unitPrice),
    limit: fund.jumpLimit,
    previousUnitPrice: previous.unitPrice,
    previousOn: previous.priceOn,
  };
  return [{ code: "DESVIO_D1", evidence }];
}

function isAskedQuickly({ emptyBefore, now }: PricingInput, { assetClass }: Quote): boolean {
  const since = emptyBefore?.get(assetClass);
  return since !== undefined && now.getTime() - since.getTime() < emptyQuickForMs;
}

function quoteEvidence(
  { assetRef, operationOn, informedUnitPrice }: PricingInput["operation"],
  quote: Quote,
): Evidence {
  const { quoteId, assetClass, assetCode, referenceOn, unitPrice } = quote;
  const of = { assetRef, priceOn: operationOn, quoteId, assetClass, assetCode };
  return present({ ...of, referenceOn, unitPrice, informedUnitPrice });
}

function present(fields: Readonly<Record<string, string | null>>): Evidence {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== null),
  );
}
