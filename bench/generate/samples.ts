import { type Asset, codeOf, quoteOf, universe, unpricedAssets } from "#server/sandbox/anbima/universe";
import messages from "../../messages/pt-BR.json" with { type: "json" };
import { mistakes, type OperationFields, operationHeader } from "./bad-rows";
import { generateOperations } from "./operations";
import { type Cell, makeWorkbook } from "./workbook";

/** Funds of the demonstration, in which its users may import. */
export const demoFundCodes = ["ALFA", "BETA", "GAMA", "DELTA", "OMEGA"] as const;

/** Business days whose prices were published long ago, so that the samples never age. */
export const sampleDays = ["2026-10-14", "2026-10-21", "2026-10-28", "2026-11-04", "2026-11-11"] as const;

export type Sample = {
  readonly name: string;
  readonly encoding: "utf-8" | "windows-1252";
  readonly text: string;
};

/** The files of `public/samples/`. Only letters of ISO-8859-1 are used, so that both encodings can write them. */
export function makeSamples(): readonly Sample[] {
  return [
    { name: "operacoes-boa.csv", encoding: "utf-8", text: goodText("BOA", 101) },
    { name: "operacoes-windows-1252.csv", encoding: "windows-1252", text: goodText("OPERAÇÃO", 102) },
    { name: "operacoes-13-erros.csv", encoding: "utf-8", text: brokenText() },
    { name: "operacoes-1000-revisoes.csv", encoding: "utf-8", text: reviewsText() },
    { name: "modelo-operacoes.csv", encoding: "utf-8", text: templateText() },
  ];
}

function goodText(idPrefix: string, seed: number): string {
  return textOf(
    generateOperations({
      count: 100,
      seed,
      fundCodes: demoFundCodes,
      days: sampleDays,
      assets: universe.filter((_, i) => i % 4 === 0),
      idPrefix,
    }),
  );
}

/** Thirteen broken lines among good ones, each broken in its own way. */
function brokenText(): string {
  return textOf(
    generateOperations({
      count: 52,
      seed: 103,
      fundCodes: demoFundCodes,
      days: sampleDays,
      assets: universe.filter((_, i) => i % 5 === 0),
      badRows: mistakes.length,
      idPrefix: "ERROS",
    }),
  );
}

/** Quotas that ANBIMA does not price: each line waits for a person. */
function reviewsText(): string {
  const rows = Array.from({ length: 1_000 }, (_, i) => {
    const asset = unpricedAssets[i % unpricedAssets.length] as Asset;
    const fund = demoFundCodes[i % demoFundCodes.length] as string;
    const day = brazilian(sampleDays[i % sampleDays.length] as string);
    return row([
      `REVISAO-${String(i + 1).padStart(4, "0")}`,
      fund,
      "C",
      codeOf(asset),
      String(1 + (i % 9)),
      "0,0010",
      day,
      "",
    ]);
  });
  return textOf([operationHeader, ...rows]);
}

export const templateWorkbook = "modelo-operacoes.xlsx";

/** The template as a workbook: the same lines in cells of their own kinds, and what each column means. */
export function makeTemplateWorkbook(): Buffer {
  const { columns, ...names } = messages.dictionary;
  const fields = Object.entries(columns);
  const header = fields.map(([column]) => column);
  const [, ...lines] = templateText().trimEnd().split("\r\n");
  const cells = lines.map((line) =>
    line.split(";").map((field, index): Cell => cellOf(header[index] as string, field)),
  );
  const dictionary = fields.map(([column, { meaning, format, example, others }]) => [
    column,
    optionalColumns.has(column) ? names.optional : names.required,
    meaning,
    format,
    example,
    others,
  ]);
  const titles = [names.column, names.need, names.meaning, names.format, names.example, names.others];
  return makeWorkbook(
    { Operações: [header, ...cells], Campos: [titles, ...dictionary.map((row) => row.map(escapeXml))] },
    { widths: { Operações: header.map(() => 18), Campos: [18, 12, 48, 60, 16, 48] } },
  );
}
const optionalColumns: ReadonlySet<string> = new Set(["pu_informado", "classe", "data_liquidacao"]);

function cellOf(column: string, field: string): Cell {
  if (field === "") return "";
  if (column === "data_operacao") return { day: field.split("/").reverse().join("-") };
  const isNumber = column === "quantidade" || column === "taxa" || column === "pu_informado";
  return isNumber ? Number(field.replaceAll(".", "").replace(",", ".")) : escapeXml(field);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** One line of each shape: purchase, sale, ISIN, public bond, and a price left to ANBIMA. */
function templateText(): string {
  const [fidc, debenture, bond] = (["fidc", "debentures", "titulos-publicos"] as const).map(
    (assetClass) => universe.find((asset) => asset.assetClass === assetClass) as Asset,
  ) as [Asset, Asset, Asset];
  const [first, , third] = sampleDays;
  return textOf([
    operationHeader,
    row(["MODELO-0001", "ALFA", "C", codeOf(fidc), "100", "0,0015", brazilian(first), priceOn(fidc, first)]),
    row(["MODELO-0002", "ALFA", "C", debenture.isin, "250", "0,0010", brazilian(first), ""]),
    row(["MODELO-0003", "ALFA", "C", codeOf(bond), "10", "0", brazilian(first), priceOn(bond, first)]),
    row(["MODELO-0004", "ALFA", "V", codeOf(fidc), "40,5", "0,0015", brazilian(third), priceOn(fidc, third)]),
  ]);
}

function priceOn(asset: Asset, day: string): string {
  const [whole = "", decimals = ""] = quoteOf(asset, day).unitPrice.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ".")},${decimals}`;
}

function row(fields: OperationFields): string {
  return fields.join(";");
}

function brazilian(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** CRLF, as Brazilian spreadsheets write. */
function textOf(lines: Iterable<string>): string {
  return `${[...lines].join("\r\n")}\r\n`;
}
