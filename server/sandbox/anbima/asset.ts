import type { AssetClass } from "#server/kernel/ports";

/** An invented asset. Names and codes look real and belong to nobody. */
export type Asset = {
  readonly assetClass: AssetClass;
  /** As the feed writes it: `codigo_b3`, `codigo_ativo` or `codigo_selic`. */
  readonly feedCode: string;
  readonly isin: string;
  readonly issuer: string;
  readonly name: string;
  readonly series: string;
  readonly issuedOn: string;
  readonly maturityOn: string;
  readonly remuneration: string;
  /** Price around which the days move, in millionths of a real. */
  readonly basePriceMicros: bigint;
  /** Indicative rate around which the days move, in ten-thousandths of a percentage point. */
  readonly baseRate: number;
};

/** The code that Lastro knows an asset by: the feed's own, and `selic/maturity` for public bonds. */
export function codeOf(asset: Asset): string {
  return asset.assetClass === "titulos-publicos" ? `${asset.feedCode}/${asset.maturityOn}` : asset.feedCode;
}
