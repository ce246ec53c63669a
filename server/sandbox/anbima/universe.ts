import type { Asset } from "./asset";
import { withIsinCheckDigit } from "./isin";

export { type Asset, codeOf } from "./asset";
export { quoteOf } from "./quotes";

// biome-ignore format: a table
const names = [
  "AROEIRA", "BURITI", "CANJERANA", "DIAMANTINA", "EMBAUBA", "FIGUEIRA", "GUARANTA", "HORIZONTE", "IPEROIG", "JACARANDA",
  "KIRIRI", "LAVRAS", "MANACA", "NOGUEIRA", "OITICICA", "PEROBA", "QUARESMEIRA", "ROSEIRA", "SAPUCAIA", "TARUMA",
] as const;

const trades = ["ENERGIA", "SANEAMENTO", "LOGISTICA", "RODOVIAS", "TELECOM", "AGRO"] as const;
const months = "ABCDEFGHIJKL";

const fidcQuotas = Array.from({ length: 40 }, (_, i): Asset => {
  const name = nameAt(i);
  const round = Math.floor(i / names.length);
  const rank = round === 0 ? "SENIOR" : "MEZANINO";
  return {
    assetClass: "fidc",
    feedCode: `${name.slice(0, 3)}${1 + (i % 9)}${rank[0]}${1 + round}`,
    isin: withIsinCheckDigit(`BR${name.slice(0, 3)}${1 + (i % 9)}CTF${pad(i, 2)}`),
    issuer: `FIDC ${name}`,
    name: `FIDC ${name} MULTISSETORIAL`,
    series: `${rank} ${1 + round}`,
    issuedOn: `2019-${pad(1 + (i % 12), 2)}-15`,
    maturityOn: `${2028 + (i % 6)}-${pad(1 + (i % 12), 2)}-17`,
    remuneration: "DI + ",
    basePriceMicros: 1_012_345_678n + BigInt(i) * 7_654_321n,
    baseRate: 21_000 + i * 173,
  };
});

const securitized = Array.from({ length: 30 }, (_, i): Asset => {
  const contract = i % 3 === 2 ? "CRA" : "CRI";
  const year = 19 - (i % 2);
  return {
    assetClass: "cri-cra",
    feedCode:
      contract === "CRI"
        ? `${year}${months[i % 12]}${pad(104_729 * (i + 1), 7)}`
        : `CRA0${year}00${pad(i * 7, 3)}`,
    isin: withIsinCheckDigit(`BR${nameAt(i + 5).slice(0, 3)}S${contract}${pad(i, 2)}`),
    issuer: `SECURITIZADORA ${nameAt(i + 5)}`,
    name: contract,
    series: String(1 + (i % 4)),
    issuedOn: `20${year}-${pad(1 + (i % 12), 2)}-10`,
    maturityOn: `${2029 + (i % 8)}-${pad(1 + ((i * 5) % 12), 2)}-16`,
    remuneration: i % 2 === 0 ? "IPCA SPREAD" : "DI SPREAD",
    basePriceMicros: 987_654_321n + BigInt(i) * 9_123_457n,
    baseRate: 68_000 + i * 211,
  };
});

const debentures = Array.from({ length: 60 }, (_, i): Asset => {
  const name = nameAt(i);
  const issue = 1 + Math.floor(i / names.length);
  return {
    assetClass: "debentures",
    feedCode: `${name.slice(0, 4)}${issue}${1 + (i % 3)}`,
    isin: withIsinCheckDigit(`BR${name.slice(0, 4)}DBS${pad(i, 2)}`),
    issuer: `${name} ${trades[i % trades.length]} S.A.${i % 5 === 0 ? " (*)" : ""}`,
    name: i % 2 === 0 ? "DI SPREAD" : "IPCA SPREAD",
    series: String(issue),
    issuedOn: `2019-${pad(1 + (i % 12), 2)}-02`,
    maturityOn: `${2028 + (i % 7)}-${pad(1 + ((i * 7) % 12), 2)}-02`,
    remuneration: i % 2 === 0 ? "DI + 1,6000%" : "IPCA + 6,2500%",
    basePriceMicros: 1_046_357_089n + BigInt(i) * 3_210_987n,
    baseRate: (i % 2 === 0 ? 9_000 : 64_000) + i * 97,
  };
});

const bonds: readonly (readonly [
  type: string,
  selic: string,
  isinType: string,
  base: bigint,
  rate: number,
  maturities: readonly string[],
])[] = [
  ["LTN", "100000", "LTN", 968_348_757n, 136_671, ["2029-01-01", "2030-01-01", "2032-01-01"]],
  ["NTN-F", "950199", "NTF", 981_204_113n, 137_250, ["2029-01-01", "2031-01-01", "2035-01-01"]],
  [
    "NTN-B",
    "760199",
    "NTB",
    4_352_118_604n,
    72_083,
    ["2028-08-15", "2030-08-15", "2035-05-15", "2045-05-15"],
  ],
  ["LFT", "210100", "LF1", 17_204_559_871n, 1_013, ["2029-03-01", "2031-03-01"]],
];

const publicBonds = bonds.flatMap(([type, selic, isinType, base, rate, maturities]) =>
  maturities.map(
    (maturityOn, i): Asset => ({
      assetClass: "titulos-publicos",
      feedCode: selic,
      isin: withIsinCheckDigit(`BRSTNC${isinType}${i}${type[0]}`),
      issuer: "TESOURO NACIONAL",
      name: type,
      series: "",
      issuedOn: "2019-01-04",
      maturityOn,
      remuneration: "",
      basePriceMicros: base - BigInt(i) * 11_317_229n,
      baseRate: rate + i * 641,
    }),
  ),
);

/** Every asset that the sandbox's ANBIMA prices, on every business day since 2020. */
export const universe: readonly Asset[] = [...fidcQuotas, ...securitized, ...debentures, ...publicBonds];

/** Quotas that exist and that ANBIMA does not price: most FIDCs are like this. */
export const unpricedAssets: readonly Asset[] = fidcQuotas.slice(0, 6).map((asset, i) => ({
  ...asset,
  feedCode: `${nameAt(i).slice(0, 3)}9J${i + 1}`,
  isin: withIsinCheckDigit(`BR${nameAt(i).slice(0, 3)}9CTF${pad(90 + i, 2)}`),
  series: "SUBORDINADA 1",
}));

function nameAt(i: number): string {
  return names[i % names.length] ?? names[0];
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0").slice(-width);
}
