import { createHash } from "node:crypto";
import type { AssetClass } from "#server/kernel/ports";
import { draw } from "../draw";
import type { SandboxQuote } from "./quotes";

/** A feed row as ordered fields with raw JSON values: digits reach the wire exactly as written here. */
export type FeedRow = readonly (readonly [field: string, json: string])[];

/** The field that holds the price: its name differs by class, as in the real feed. */
export function priceField(assetClass: AssetClass): string {
  return assetClass === "cri-cra" ? "vl_pu" : "pu";
}

/** One row in the field names of the ANBIMA Feed. */
export function rowOf(quote: SandboxQuote): FeedRow {
  return writers[quote.asset.assetClass](quote);
}

/** The body of a list; one row a line, so that a person can read it. */
export function listJson(rows: readonly FeedRow[]): string {
  return `[${rows.map(rowJson).join(",\n")}]`;
}

function rowJson(row: FeedRow): string {
  return `{${row.map(([field, json]) => `${JSON.stringify(field)}:${json}`).join(",")}}`;
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const text = (value: string): string => JSON.stringify(value);

const writers: Record<AssetClass, (quote: SandboxQuote) => FeedRow> = {
  fidc: (quote) => [
    ["data_referencia", text(quote.referenceOn)],
    ["nome", text(quote.asset.name)],
    ["serie", text(quote.asset.series)],
    ["emissor", text(quote.asset.issuer)],
    ["codigo_b3", text(quote.asset.feedCode)],
    ["isin", text(quote.asset.isin)],
    ["data_vencimento", text(quote.asset.maturityOn)],
    ...rates(quote),
    ["desvio_padrao", quote.standardDeviation],
    ["pu", quote.unitPrice],
    ["percent_pu_par", quote.percentOfPar],
    ["duration", quote.duration],
    ["tipo_remuneracao", text(quote.asset.remuneration)],
    ["taxa_correcao", "2.5"],
    ["data_finalizado", text(finishedAt(quote))],
  ],
  "cri-cra": (quote) => [
    ["data_referencia", text(quote.referenceOn)],
    ["emissor", text(quote.asset.issuer)],
    ["originador", text(quote.asset.issuer.replace("SECURITIZADORA ", ""))],
    ["originador_credito", text(quote.asset.issuer.replace("SECURITIZADORA ", ""))],
    ["serie", text(quote.asset.series)],
    ["emissao", text("12")],
    ["codigo_ativo", text(quote.asset.feedCode)],
    ["tipo_contrato", text(quote.asset.name)],
    ["data_vencimento", text(quote.asset.maturityOn)],
    ...rates(quote),
    ["desvio_padrao", quote.standardDeviation],
    ["vl_pu", quote.unitPrice],
    ["percent_pu_par", quote.percentOfPar],
    ["percent_vne", quote.percentOfPar],
    ["duration", quote.duration],
    ["tipo_remuneracao", text(quote.asset.remuneration)],
    ["taxa_correcao", "6.8"],
    ["data_finalizado", text(finishedAt(quote))],
    ["referencia_ntnb", quote.asset.remuneration.startsWith("IPCA") ? text("2030-08-15") : "null"],
  ],
  debentures: (quote) => [
    ["grupo", text(quote.asset.name)],
    ["codigo_ativo", text(quote.asset.feedCode)],
    ["data_referencia", text(quote.referenceOn)],
    ["emissor", text(quote.asset.issuer)],
    ["data_vencimento", text(quote.asset.maturityOn)],
    ["percentual_taxa", text(quote.asset.remuneration)],
    ...rates(quote),
    ["desvio_padrao", quote.standardDeviation],
    ["val_min_intervalo", quote.bandMin],
    ["val_max_intervalo", quote.bandMax],
    ["pu", quote.unitPrice],
    ["percent_pu_par", quote.percentOfPar],
    ["duration", quote.duration],
    ["percent_reune", text(String(draw(quote.asset.feedCode, quote.referenceOn) % 60))],
    ["referencia_ntnb", quote.asset.remuneration.startsWith("IPCA") ? text("2030-08-15") : "null"],
  ],
  "titulos-publicos": (quote) => [
    ["tipo_titulo", text(quote.asset.name)],
    ["expressao", text(`${quote.asset.name} ${quote.asset.maturityOn}`)],
    ["data_vencimento", text(quote.asset.maturityOn)],
    ["data_referencia", text(quote.referenceOn)],
    ["codigo_selic", text(quote.asset.feedCode)],
    ["data_base", text(quote.asset.issuedOn)],
    ...rates(quote),
    ["intervalo_min_d0", quote.bandMin],
    ["intervalo_max_d0", quote.bandMax],
    ["intervalo_min_d1", quote.bandMin],
    ["intervalo_max_d1", quote.bandMax],
    ["pu", quote.unitPrice],
    ["desvio_padrao", quote.standardDeviation],
    ["codigo_isin", text(quote.asset.isin)],
  ],
};

function rates(quote: SandboxQuote): FeedRow {
  return [
    ["taxa_compra", quote.bidRate],
    ["taxa_venda", quote.askRate],
    ["taxa_indicativa", quote.indicativeRate],
  ];
}

function finishedAt(quote: SandboxQuote): string {
  const second = draw(quote.asset.feedCode, "finished") % 60;
  return `${quote.referenceOn}T20:0${second % 10}:${String(second).padStart(2, "0")}`;
}
