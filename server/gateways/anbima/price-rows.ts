import { isLosslessNumber, type LosslessNumber, stringify } from "lossless-json";
import { z } from "zod";
import { isDay } from "#server/kernel/business-day";
import type { AssetClass, PriceRow } from "#server/kernel/ports";
import { decimalTextOf, lexemeOf } from "./decimal-text";

/**
 * The rows of a list, translated. A row that cannot be read (no object, no code) is left out; one that
 * can is kept even when everything else in it is wrong, because saying so is the caller's business.
 */
export function priceRowsOf(assetClass: AssetClass, items: readonly unknown[]): PriceRow[] {
  return items.flatMap((item) => {
    if (!isRecord(item)) return [];
    const row = feedRow.safeParse(item);
    const translated = row.success ? priceRowOf(assetClass, row.data, item) : null;
    return translated ? [translated] : [];
  });
}

function isRecord(item: unknown): item is Record<string, unknown> {
  return typeof item === "object" && item !== null && !Array.isArray(item) && !isLosslessNumber(item);
}

const text = z
  .unknown()
  .optional()
  .transform((value) => {
    const lexeme = lexemeOf(value);
    return lexeme === null || lexeme === "" ? null : lexeme;
  });
const day = z
  .unknown()
  .optional()
  .transform((value) => {
    const first = typeof value === "string" ? value.trim().slice(0, 10) : "";
    return isDay(first) ? first : null;
  });
/** Ten decimals are kept by the books; a rate outside this range says nothing. */
const rate = z
  .unknown()
  .optional()
  .transform((value) => {
    const decimal = decimalTextOf(value);
    return decimal !== null && /^-?\d{1,9}(\.\d{1,20})?$/.test(decimal) ? decimal : null;
  });

const feedRow = z.object({
  codigo_b3: text,
  codigo_ativo: text,
  codigo_selic: text,
  isin: text,
  codigo_isin: text,
  data_vencimento: day,
  data_referencia: day,
  taxa_compra: rate,
  taxa_venda: rate,
  taxa_indicativa: rate,
  desvio_padrao: rate,
  val_min_intervalo: rate,
  val_max_intervalo: rate,
  intervalo_min_d0: rate,
  intervalo_max_d0: rate,
});
type FeedRow = z.infer<typeof feedRow>;

function priceRowOf(assetClass: AssetClass, row: FeedRow, served: Record<string, unknown>): PriceRow | null {
  const assetCode = assetCodeOf(assetClass, row);
  if (assetCode === null || assetCode.length > codeLengthMax) return null;
  return {
    assetCode,
    isin: (row.isin ?? row.codigo_isin)?.toUpperCase() ?? null,
    maturityOn: row.data_vencimento,
    referenceOn: row.data_referencia,
    ...unitPriceOf(served),
    bidRate: row.taxa_compra,
    askRate: row.taxa_venda,
    indicativeRate: row.taxa_indicativa,
    standardDeviation: row.desvio_padrao,
    bandMin: row.val_min_intervalo ?? row.intervalo_min_d0,
    bandMax: row.val_max_intervalo ?? row.intervalo_max_d0,
    raw: rawOf(served),
  };
}

const codeLengthMax = 60;

/** Public bonds share a SELIC code among maturities, so that both together name one. */
function assetCodeOf(assetClass: AssetClass, row: FeedRow): string | null {
  switch (assetClass) {
    case "fidc":
      return row.codigo_b3?.toUpperCase() ?? null;
    case "cri-cra":
    case "debentures":
      return row.codigo_ativo?.toUpperCase() ?? null;
    case "titulos-publicos":
      return row.codigo_selic && row.data_vencimento ? `${row.codigo_selic}/${row.data_vencimento}` : null;
  }
}

/** Fifteen digits and eight decimals are what a price may have here; more would be rounded somewhere. */
const storable = /^\d{1,15}(\.\d{1,8}0{0,4})?$/;

/** The price is `pu`, and `vl_pu` in some lists; both present must agree. */
function unitPriceOf(row: Record<string, unknown>): Pick<PriceRow, "unitPrice" | "unitPriceText"> {
  const shown = ["pu", "vl_pu"].filter((field) => Object.hasOwn(row, field)).map((field) => row[field]);
  if (shown.length === 0) return { unitPrice: null, unitPriceText: null };
  const texts = [...new Set(shown.map((value) => lexemeOf(value) ?? stringify(value) ?? ""))];
  const decimals = [...new Set(shown.map(decimalTextOf))];
  const [only] = decimals;
  const isPrice = decimals.length === 1 && only != null && storable.test(only) && /[1-9]/.test(only);
  return isPrice
    ? { unitPrice: only, unitPriceText: null }
    : { unitPrice: null, unitPriceText: texts.join(" | ") };
}

/**
 * The row as JSON text again, numbers untouched. What PostgreSQL's `jsonb` cannot hold is made
 * harmless: NUL and lone surrogates become U+FFFD, a number of absurd size becomes its own text.
 */
function rawOf(row: Record<string, unknown>): string {
  return stringify(storableValue(row)) ?? "{}";
}

function storableValue(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\ufffd");
  if (isLosslessNumber(value)) return isSaneNumber(value) ? value : value.value;
  if (Array.isArray(value)) return value.map(storableValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableValue(key), storableValue(inner)]),
  );
}

function isSaneNumber(number: LosslessNumber): boolean {
  const exponent = /[eE][+-]?(\d+)$/.exec(number.value)?.[1] ?? "0";
  return number.value.length <= 100 && exponent.length <= 3;
}
