import { addBusinessDays, businessDaysBetween } from "#server/kernel/business-day";
import { drawChance, drawOne } from "../draw";
import { type Asset, codeOf } from "./asset";
import { decimalText, type SandboxQuote } from "./quotes";
import { type FeedRow, priceField, rowOf } from "./rows";
import type { AnbimaSwitches, WrongKind } from "./switches";

/**
 * How an asset is wrong on a day: by name (`CODE@day`, then `CODE`), else for a share of all assets.
 * @returns null for a right answer
 */
export function wrongKindOf(
  asset: Asset,
  day: string,
  switches: AnbimaSwitches,
  seed: number,
): WrongKind | null {
  const code = codeOf(asset);
  const named = own(switches.wrongCodes, `${code}@${day}`) ?? own(switches.wrongCodes, code);
  if (named) return named;
  if (!drawChance(switches.wrongRate, seed, "wrong", code)) return null;
  return drawOne(switches.wrong, seed, "wrong kind", code) ?? null;
}

/**
 * The rows that the feed shows for a quote that is wrong in a given way: none, one or two.
 * @param reading how often this list was answered before, for what changes between two readings
 * @param isOneDay the asset is wrong on this day alone, so that a jump needs no day to jump from
 */
export function wrongRows(
  quote: SandboxQuote,
  kind: WrongKind,
  reading: number,
  isOneDay: boolean,
): readonly FeedRow[] {
  const row = rowOf(quote);
  const field = priceField(quote.asset.assetClass);
  const price = (json: string): FeedRow => withField(row, field, json);
  switch (kind) {
    case "price_missing":
      return [row.filter(([name]) => name !== field)];
    case "price_null":
      return [price("null")];
    case "price_zero":
      return [price("0")];
    case "price_negative":
      return [price("-1.5")];
    case "price_nd":
      return [price('"N/D"')];
    case "price_dash":
      return [price('"--"')];
    case "price_blank":
      return [price('""')];
    case "price_huge":
      return [price("1e400")];
    case "stale":
      return [withField(row, "data_referencia", JSON.stringify(addBusinessDays(quote.referenceOn, -2)))];
    case "future":
      return [withField(row, "data_referencia", JSON.stringify(addBusinessDays(quote.referenceOn, 1)))];
    case "inverted_rates":
      return [withField(withField(row, "taxa_compra", quote.askRate), "taxa_venda", quote.bidRate)];
    case "out_of_band":
      return [outOfBand(row, quote)];
    case "jump":
      return [isOneDay || isJumpDay(quote.referenceOn) ? price(scaled(quote.unitPrice, 94n)) : row];
    case "duplicate_identical":
      return [row, row];
    case "duplicate_divergent":
      return [row, price(plusMicros(quote.unitPrice, 1n))];
    case "absent":
      return [];
    case "revised":
      return [price(plusMicros(quote.unitPrice, BigInt(reading) * 10_000n))];
    case "duplicate_keys":
      return [[...row, [field, plusMicros(quote.unitPrice, 500_000n)]]];
  }
}

/** Rates keep their order and leave the published band, which is there even where the class has none. */
function outOfBand(row: FeedRow, quote: SandboxQuote): FeedRow {
  const shift = (rate: string): string =>
    decimalText(tenThousandths(rate) + 3n * tenThousandths(quote.standardDeviation), 4);
  const shifted = [
    ["taxa_compra", shift(quote.bidRate)],
    ["taxa_indicativa", shift(quote.indicativeRate)],
    ["taxa_venda", shift(quote.askRate)],
  ] as const;
  const moved = shifted.reduce<FeedRow>((result, [name, json]) => withField(result, name, json), row);
  if (row.some(([name]) => name === "val_min_intervalo" || name === "intervalo_min_d0")) return moved;
  return [...moved, ["val_min_intervalo", quote.bandMin], ["val_max_intervalo", quote.bandMax]];
}

/** Every second business day, so that an asset that always jumps differs from the day before on each. */
function isJumpDay(day: string): boolean {
  return businessDaysBetween("2020-01-01", day) % 2 === 1;
}

function withField(row: FeedRow, name: string, json: string): FeedRow {
  return row.map((field) => (field[0] === name ? ([name, json] as const) : field));
}

function scaled(unitPrice: string, percent: bigint): string {
  return decimalText((micros(unitPrice) * percent) / 100n, 6);
}

function plusMicros(unitPrice: string, more: bigint): string {
  return decimalText(micros(unitPrice) + more, 6);
}

function micros(sixDecimals: string): bigint {
  return BigInt(sixDecimals.replace(".", ""));
}

function tenThousandths(fourDecimals: string): bigint {
  return BigInt(fourDecimals.replace(".", ""));
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
