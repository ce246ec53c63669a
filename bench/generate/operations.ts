import { type Asset, codeOf, quoteOf } from "#server/sandbox/anbima/universe";
import { mistakes, type OperationFields, operationHeader } from "./bad-rows";
import { createRandom, type Random } from "./random";

export type GenerateOptions = {
  /** Lines after the header, the bad ones included. */
  readonly count: number;
  readonly seed: number;
  readonly fundCodes: readonly string[];
  /** Days of the operations, in order; business days of the past, so that prices were published. */
  readonly days: readonly string[];
  readonly assets: readonly Asset[];
  /** How many of the lines carry one of the {@link mistakes}, spread evenly. */
  readonly badRows?: number;
  /** Starts every `operacao_id`. Different options give different ids, so that files never collide. */
  readonly idPrefix?: string;
};

/** What one line moves at most, in reais; less when there are many lines for a fund. */
const reaisPerRowMax = 50_000;
/** Half of what a fund opens with in the demonstration and the bench: bought lines never empty it. */
const reaisPerFund = 5_000_000_000;
const sellPercent = 30;
const pricesPerDay = 4;

/**
 * Lines of an operations file without line ending, header first; the same options give the same lines.
 * In execution order (day, sells before buys) no line sells what was not bought on an earlier day of the
 * same file, and a fund with R$ 10 bi in cash can pay for all of it.
 */
export function* generateOperations(options: GenerateOptions): Generator<string> {
  const { count, days, fundCodes, assets, badRows = 0 } = options;
  const random = createRandom(options.seed);
  const prefix = `${options.idPrefix ?? "OP"}-${fingerprint(options)}-`;
  const idDigits = String(count).length;
  const holdings = createHoldings(fundCodes.length, assets.length);
  const codes = assets.map(codeOf);
  const reais = Math.min(reaisPerRowMax, (reaisPerFund * fundCodes.length) / Math.max(1, count));
  let dayIndex = -1;
  let prices: DayPrices = [];
  yield operationHeader;
  for (let i = 0; i < count; i++) {
    const today = Math.floor((i * days.length) / count);
    if (today !== dayIndex) {
      dayIndex = today;
      holdings.settle();
      prices = pricesOf(assets, days[today] as string, random);
    }
    const fund = random.below(fundCodes.length);
    const asset = random.below(assets.length);
    const isBad = Math.floor(((i + 1) * badRows) / count) > Math.floor((i * badRows) / count);
    const price = prices[asset] as DayPrices[number];
    const sold = isBad || random.below(100) >= sellPercent ? 0 : holdings.sell(fund, asset, random);
    const hundredths = sold || buyHundredths(reais, price.reais, random);
    if (sold === 0 && !isBad) holdings.buy(fund, asset, hundredths);
    const fields: OperationFields = [
      prefix + String(i + 1).padStart(idDigits, "0"),
      fundCodes[fund] as string,
      sold > 0 ? "V" : "C",
      codes[asset] as string,
      decimalText(hundredths),
      `0,00${String(random.below(50)).padStart(2, "0")}`,
      brazilianDay(days[today] as string),
      price.texts[random.below(pricesPerDay)] as string,
    ];
    yield isBad ? spoil(fields, Math.floor((i * badRows) / count)) : fields.join(";");
  }
}

function spoil(fields: OperationFields, nth: number): string {
  const mistake = mistakes[nth % mistakes.length] as (typeof mistakes)[number];
  return mistake.spoil(fields).join(";");
}

type DayPrices = { reais: number; texts: string[] }[];

/** Traded prices within 0.2 % of what the sandbox publishes, far inside any limit. */
function pricesOf(assets: readonly Asset[], day: string, random: Random): DayPrices {
  return assets.map((asset) => {
    const micros = BigInt(quoteOf(asset, day).unitPrice.replace(".", ""));
    const texts = Array.from({ length: pricesPerDay }, () => {
      const moved = (micros * BigInt(998_000 + random.below(4_001))) / 1_000_000n;
      const digits = String(moved).padStart(7, "0");
      return `${digits.slice(0, -6)},${digits.slice(-6)}`;
    });
    return { reais: Number(micros) / 1e6, texts };
  });
}

/** Whole units when the amount buys at least one, hundredths of a unit otherwise. */
function buyHundredths(reais: number, price: number, random: Random): number {
  const hundredths = Math.max(1, Math.floor(((reais * (50 + random.below(101))) / 100 / price) * 100));
  return hundredths >= 100 ? hundredths - (hundredths % 100) : hundredths;
}

/** What each fund may sell: bought on earlier days and not sold yet, in hundredths of a unit. */
function createHoldings(funds: number, assets: number) {
  const free = new Float64Array(funds * assets);
  const today = new Float64Array(funds * assets);
  return {
    buy(fund: number, asset: number, hundredths: number): void {
      const at = fund * assets + asset;
      today[at] = (today[at] ?? 0) + hundredths;
    },
    /** @returns what may be sold, 0 when there is nothing */
    sell(fund: number, asset: number, random: Random): number {
      const at = fund * assets + asset;
      const held = free[at] ?? 0;
      const sold = Math.floor((held * (10 + random.below(91))) / 100);
      free[at] = held - sold;
      return sold;
    },
    settle(): void {
      for (let at = 0; at < free.length; at++) free[at] = (free[at] ?? 0) + (today[at] ?? 0);
      today.fill(0);
    },
  };
}

function decimalText(hundredths: number): string {
  const rest = hundredths % 100;
  const whole = (hundredths - rest) / 100;
  return rest === 0 ? String(whole) : `${whole},${String(rest).padStart(2, "0")}`;
}

function brazilianDay(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** Six characters that differ when anything in the options does (FNV-1a). */
function fingerprint({ count, seed, fundCodes, days, assets, badRows = 0 }: GenerateOptions): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify([count, seed, fundCodes, days, badRows, assets.map(codeOf)])) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  }
  return hash.toString(36).padStart(7, "0").slice(-6).toUpperCase();
}
