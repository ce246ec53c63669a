import { type Asset, codeOf, quoteOf, unpricedAssets } from "#server/sandbox/anbima/universe";
import type { Random } from "../random";

export type FileOptions = {
  rows: number;
  /** Starts every id; files with the same prefix share ids on purpose. */
  idPrefix: string;
  fundCodes: readonly string[];
  days: readonly string[];
  assets: readonly Asset[];
  /** The sandbox's seed, on which its prices depend. */
  marketSeed: number;
  /** Shares of rows with a mistake, of rows sent twice, and of ids used twice with other content. */
  mistakes?: number;
  repeated?: number;
  reused?: number;
  /** Bytes of a column that means nothing: makes a file of several chunks from few rows. */
  padding?: number;
};

const columns = "operacao_id;fundo;tipo;ativo;quantidade;taxa;data_operacao;pu_informado";

/** A file as people send them: good lines, lines with a mistake, lines that come twice, ids used twice. */
export function writeOperationsFile(random: Random, options: FileOptions): string {
  const { rows, padding = 0, mistakes = 0.03, repeated = 0.03, reused = 0.02 } = options;
  const filler = padding > 0 ? `;${"x".repeat(padding)}` : "";
  const lines: string[] = [];
  const good: string[][] = [];
  for (let i = 0; i < rows; i++) {
    const earlier = good.length > 0 ? random.pick(good) : null;
    if (earlier && random.chance(repeated)) {
      lines.push(earlier.join(";"));
    } else if (earlier && random.chance(reused)) {
      lines.push(earlier.with(4, quantityText(random)).join(";"));
    } else {
      const fields = fieldsOf(random, options, i);
      if (random.chance(mistakes)) lines.push(random.pick(mistakesMade)(fields).join(";"));
      else {
        good.push(fields);
        lines.push(fields.join(";"));
      }
    }
  }
  const header = padding > 0 ? `${columns};observacao` : columns;
  return `${header}\n${lines.map((line) => `${line}${filler}`).join("\n")}\n`;
}

function fieldsOf(random: Random, options: FileOptions, index: number): string[] {
  const asset = random.pick(options.assets);
  const day = random.pick(options.days);
  const isUnpriced = random.chance(0.01);
  const name = isUnpriced
    ? codeOf(random.pick(unpricedAssets))
    : random.chance(0.1) && asset.assetClass === "fidc"
      ? asset.isin
      : codeOf(asset);
  return [
    `${options.idPrefix}-${index + 1}`,
    random.pick(options.fundCodes),
    random.pick(random.chance(0.65) ? ["C", "COMPRA", "BUY"] : ["V", "VENDA", "SELL"]),
    name,
    // The first line settles how the file writes its decimals.
    index === 0 ? "10,5" : quantityText(random),
    index === 0 ? "0,01" : rateText(random),
    random.chance(0.5) ? day : day.split("-").reverse().join("/"),
    priceText(random, asset, day, options.marketSeed),
  ];
}

function quantityText(random: Random): string {
  const whole = random.chance(0.05) ? 0 : random.below(400);
  const decimals = random.pick([0, 0, 1, 2, 4, 6, 8]);
  const fraction =
    decimals === 0 ? "" : `,${Array.from({ length: decimals }, () => random.below(10)).join("")}`;
  // The last digit keeps it above zero.
  return whole === 0 ? `0,0${1 + random.below(9)}` : `${whole}${fraction}`;
}

function rateText(random: Random): string {
  if (random.chance(0.2)) return "0";
  const decimals = random.pick([2, 4, 5, 6, 12]);
  return `0,0${Array.from({ length: decimals - 1 }, () => random.below(10)).join("")}`;
}

/** The traded price: near the published one, 20 % off, or not given. */
function priceText(random: Random, asset: Asset, day: string, seed: number): string {
  if (random.chance(0.2)) return "";
  const micros = BigInt(quoteOf(asset, day, seed).unitPrice.replace(".", ""));
  const perMille = random.chance(0.02) ? 1_200 : 995 + random.below(11);
  const digits = ((micros * BigInt(perMille)) / 1_000n).toString().padStart(7, "0");
  return `${digits.slice(0, -6)},${digits.slice(-6)}`;
}

const mistakesMade: readonly ((fields: readonly string[]) => string[])[] = [
  (fields) => fields.with(4, "0"),
  (fields) => fields.with(4, "-1"),
  (fields) => fields.with(4, "NaN"),
  (fields) => fields.with(4, "1e400"),
  (fields) => fields.with(5, "1"),
  (fields) => fields.with(5, "2,5"),
  (fields) => fields.with(6, "31/02/2026"),
  (fields) => fields.with(1, "NAOEXISTE"),
  (fields) => fields.with(2, "X"),
  (fields) => fields.with(0, ""),
  (fields) => fields.with(3, "?"),
  (fields) => fields.slice(0, 5),
];
