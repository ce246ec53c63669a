import type { PriceKey } from "#server/domain/pricing/index";
import type { WrongKind } from "#server/sandbox/anbima/switches";
import { type Asset, codeOf, quoteOf, universe, unpricedAssets } from "#server/sandbox/anbima/universe";
import type { DemoFund } from "./plan";

/**
 * Why a line of the demonstration is shown to a person: the sandbox answers wrongly about its asset, its
 * own price is far from the published one, it says none where somebody must, or the price that it executed
 * at is corrected afterwards.
 */
type Cause = Extract<
  WrongKind,
  "jump" | "stale" | "out_of_band" | "inverted_rates" | "duplicate_divergent" | "price_missing"
>;
type Suspect = {
  readonly cause: Cause | "sold_off" | "bought_off" | "no_source" | "no_price" | "corrected";
  readonly fund: DemoFund["code"];
  /** Which asset of its list; wrong answers hold for an asset's whole day, so each cause has its own. */
  readonly asset: number;
  readonly reais: number;
};

const s = (cause: Suspect["cause"], fund: Suspect["fund"], asset: number, reais: number): Suspect => ({
  cause,
  fund,
  asset,
  reais,
});

/** Values in every band: one person, two, and two who prove again who they are. */
const suspects: readonly Suspect[] = [
  s("jump", "ALFA", 31, 8_400),
  s("jump", "BETA", 62, 46_000),
  s("jump", "GAMA", 87, 310_000),
  s("jump", "ALFA", 93, 1_480_000),
  s("stale", "BETA", 35, 6_900),
  s("stale", "ALFA", 66, 72_500),
  s("out_of_band", "ALFA", 101, 9_600),
  s("out_of_band", "GAMA", 119, 154_000),
  s("inverted_rates", "BETA", 107, 28_000),
  s("duplicate_divergent", "ALFA", 113, 7_700),
  s("duplicate_divergent", "BETA", 126, 880_000),
  s("price_missing", "GAMA", 38, 5_200),
  s("price_missing", "ALFA", 69, 39_000),
  s("bought_off", "ALFA", 3, 3_100),
  s("bought_off", "ALFA", 11, 9_200),
  s("bought_off", "BETA", 17, 12_400),
  s("bought_off", "BETA", 44, 58_000),
  s("bought_off", "GAMA", 49, 96_000),
  s("bought_off", "GAMA", 55, 4_800),
  s("bought_off", "DELTA", 72, 215_000),
  s("bought_off", "ALFA", 78, 2_350_000),
  s("bought_off", "DELTA", 83, 6_100),
  s("sold_off", "ALFA", 5, 7_900),
  s("sold_off", "BETA", 14, 8_800),
  s("sold_off", "DELTA", 98, 18_600),
  s("no_source", "ALFA", 0, 0),
  s("no_source", "BETA", 2, 0),
  s("no_source", "OMEGA", 4, 0),
  s("no_price", "DELTA", 20, 7_300),
  s("no_price", "DELTA", 58, 64_000),
  s("corrected", "ALFA", 90, 900_000),
  s("corrected", "ALFA", 104, 240_000),
  s("corrected", "BETA", 104, 380_000),
];
export const suspectCount = suspects.length;

const wrong: ReadonlySet<string> = new Set<Cause>([
  "jump",
  "stale",
  "out_of_band",
  "inverted_rates",
  "duplicate_divergent",
  "price_missing",
]);

/** What the sandbox must answer wrongly on the last day, where nothing that follows builds on it. */
export function wrongCodesOf(days: readonly string[]): Record<string, Cause> {
  return Object.fromEntries(
    suspects
      .filter(({ cause }) => wrong.has(cause))
      .map(({ cause, asset }) => [`${codeOf(universe[asset] as Asset)}@${days.at(-1)}`, cause as Cause]),
  );
}

/** What the sandbox publishes a correction of, once everything executed, and the lists to read again. */
export function correctionsOf(days: readonly string[]): {
  wrongCodes: Record<string, WrongKind>;
  lists: PriceKey[];
} {
  const priceOn = days.at(-1) as string;
  const assets = suspects.flatMap((one) => (one.cause === "corrected" ? [universe[one.asset] as Asset] : []));
  return {
    wrongCodes: Object.fromEntries(assets.map((asset) => [`${codeOf(asset)}@${priceOn}`, "revised"])),
    lists: [...new Set(assets.map(({ assetClass }) => assetClass))].map((assetClass) => ({
      assetClass,
      priceOn,
    })),
  };
}

/** Their lines, without header. */
export function* suspectLines(days: readonly string[]): Generator<string> {
  const day = days.at(-1) as string;
  for (const [i, { cause, fund, asset: index, reais }] of suspects.entries()) {
    const asset = (cause === "no_source" ? unpricedAssets : universe)[index] as Asset;
    const cents = priceCents(asset, day);
    const quantity =
      cause === "no_source"
        ? 25n * BigInt(index + 1)
        : BigInt(Math.max(1, Math.floor((reais * 100) / Number(cents))));
    const percent =
      { bought_off: 107n, sold_off: 94n - BigInt(index % 3), jump: 94n }[cause as string] ?? 100n;
    const hasPrice = cause !== "no_source" && cause !== "no_price";
    yield [
      `CONFERIR-${String(i + 1).padStart(3, "0")}`,
      fund,
      // What a fund may not hold it cannot sell, but that is asked after the price.
      cause === "sold_off" ? "V" : "C",
      codeOf(asset),
      String(quantity),
      "0,0015",
      `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
      hasPrice ? reaisText((cents * percent) / 100n) : "",
    ].join(";");
  }
}

function priceCents(asset: Asset, day: string): bigint {
  return BigInt(quoteOf(asset, day).unitPrice.replace(".", "")) / 10_000n;
}

function reaisText(cents: bigint): string {
  const digits = cents.toString().padStart(3, "0");
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}
