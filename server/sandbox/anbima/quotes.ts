import { draw } from "../draw";
import type { Asset } from "./asset";

/** What ANBIMA publishes of one asset on one day; every number is its decimal text. */
export type SandboxQuote = {
  readonly asset: Asset;
  readonly referenceOn: string;
  /** Six decimals. */
  readonly unitPrice: string;
  /** `taxa_compra` ≥ `taxa_indicativa` ≥ `taxa_venda`; four decimals. */
  readonly bidRate: string;
  readonly indicativeRate: string;
  readonly askRate: string;
  readonly standardDeviation: string;
  /** Indicative rate ± standard deviation. */
  readonly bandMin: string;
  readonly bandMax: string;
  readonly percentOfPar: string;
  readonly duration: string;
};

const defaultSeed = 1;

/**
 * The quote of an asset on a day: a pure function of both and the seed, so that any day can be asked
 * at any time. From one business day to the next the price moves by less than 1.5 %, which fires no
 * jump rule by itself.
 * @param day calendar day `YYYY-MM-DD`
 */
export function quoteOf(asset: Asset, day: string, seed: number = defaultSeed): SandboxQuote {
  const key = `${asset.assetClass}/${asset.feedCode}/${asset.maturityOn}`;
  const dayNumber = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  const partsPerMillion =
    1_000_000 + slowMove(seed, key, dayNumber) + spread(3_500, seed, key, "day", dayNumber);
  const priceMicros = (asset.basePriceMicros * BigInt(partsPerMillion)) / 1_000_000n;
  const indicative = asset.baseRate + spread(400, seed, key, "rate", dayNumber);
  const deviation = 300 + (draw(seed, key, "deviation", dayNumber) % 500);
  const bidGap = 20 + (draw(seed, key, "bid", dayNumber) % 200);
  const askGap = 20 + (draw(seed, key, "ask", dayNumber) % 200);
  return {
    asset,
    referenceOn: day,
    unitPrice: decimalText(priceMicros, 6),
    bidRate: decimalText(BigInt(indicative + bidGap), 4),
    indicativeRate: decimalText(BigInt(indicative), 4),
    askRate: decimalText(BigInt(indicative - askGap), 4),
    standardDeviation: decimalText(BigInt(deviation), 4),
    bandMin: decimalText(BigInt(indicative - deviation), 4),
    bandMax: decimalText(BigInt(indicative + deviation), 4),
    percentOfPar: decimalText(BigInt(partsPerMillion), 4),
    duration: decimalText(BigInt(30_000 + (draw(seed, key, "duration") % 120_000)), 2),
  };
}

/** An integer as decimal text: `decimalText(1012345678n, 6)` is `1012.345678`. */
export function decimalText(units: bigint, decimals: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const knotDays = 45;

/** Value noise between knots 45 days apart, ± 2.5 %: the week's trend, at most 0.12 % a calendar day. */
function slowMove(seed: number, key: string, dayNumber: number): number {
  const knot = Math.floor(dayNumber / knotDays);
  const into = dayNumber - knot * knotDays;
  const from = spread(25_000, seed, key, "knot", knot);
  const to = spread(25_000, seed, key, "knot", knot + 1);
  return Math.trunc((from * (knotDays - into) + to * into) / knotDays);
}

/** A whole number within ± `width`. */
function spread(width: number, ...parts: readonly (string | number)[]): number {
  return (draw(...parts) % (2 * width + 1)) - width;
}
