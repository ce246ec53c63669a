import type { AssetClass } from "#server/kernel/ports";
import { readDate } from "./dates";

/**
 * Canonical reference of an asset: upper-case ANBIMA or ISIN code, or `<SELIC code>/<maturity>` with the
 * maturity in ISO (accepted as dd/mm/yyyy too). null when the text is none of these.
 */
export function readAssetRef(text: string): string | null {
  if (plainCode.test(text)) return text.toUpperCase();
  const bond = publicBond.exec(text);
  if (!bond) return null;
  const maturity = readDate(bond[2] as string);
  return "day" in maturity ? `${bond[1]}/${maturity.day}` : null;
}

const plainCode = /^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$/;
const publicBond = /^(\d{6})\s?\/\s?(\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{4})$/;

/** ANBIMA class of a column `classe`, however people spell it; null when unknown. */
export function readAssetClass(text: string): AssetClass | null {
  const name = text
    .slice(0, 60)
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, " ")
    .trim();
  return classes.get(name) ?? null;
}

const classes: ReadonlyMap<string, AssetClass> = new Map(
  (
    [
      [
        "fidc",
        ["FIDC", "FIDCS", "COTA", "COTAS", "COTA FIDC", "COTAS FIDC", "COTA DE FIDC", "COTAS DE FIDC"],
      ],
      ["cri-cra", ["CRI", "CRA", "CRI CRA", "CRIS", "CRAS", "CRIS CRAS"]],
      ["debentures", ["DEBENTURE", "DEBENTURES", "DEB"]],
      [
        "titulos-publicos",
        ["TPF", "TITULO PUBLICO", "TITULOS PUBLICOS", "TITULO PUBLICO FEDERAL", "TITULOS PUBLICOS FEDERAIS"],
      ],
      ["titulos-publicos", ["LTN", "LFT", "NTN B", "NTN C", "NTN F", "NTNB", "NTNC", "NTNF"]],
    ] as const
  ).flatMap(([assetClass, names]) => names.map((name) => [name, assetClass] as const)),
);
