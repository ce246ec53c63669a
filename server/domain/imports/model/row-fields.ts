import type { AssetClass } from "#server/kernel/ports";
import { readAssetClass, readAssetRef } from "./assets";
import { brazilianDay, type DateReading } from "./dates";
import type { NumericColumn } from "./decimal-style";
import { hasInvisible } from "./excerpt";
import { numberProblem, numberScale } from "./number-problem";
import { readNumber } from "./numbers";
import type { FundKeys, FundRight, RowCursor } from "./row-cursor";
import { knownSide, type Side } from "./sides";

// Each function reads one column; after a failure what it returns means nothing.

export function readExternalId(row: RowCursor): string {
  const text = row.required("externalId", "o identificador da operação, único no fundo").normalize("NFC");
  if (!hasInvisible(text)) return text;
  const fix =
    "Apague do identificador os caracteres invisíveis (quebra de linha, tabulação, marca de direção).";
  return row.fail("CONTROL_CHARACTER", "externalId", "só caracteres visíveis", fix);
}

export function readFund(row: RowCursor, funds: FundKeys, defaultFund: FundRight | null): string {
  const text = row.text("fund");
  if (text === "" && defaultFund === null) return row.required("fund", "o código ou o CNPJ do fundo");
  const key = text.toUpperCase();
  const found = text === "" ? defaultFund : (funds.get(key) ?? funds.get(key.replace(/[.\-/\s]/g, "")));
  if (found?.allowed) return found.fundId;
  const fix = "Confira o código do fundo; se estiver certo, peça acesso a quem administra os usuários.";
  return row.fail("FUND_FORBIDDEN", "fund", "o código ou o CNPJ de um fundo em que você pode importar", fix);
}

export function readSide(row: RowCursor): Side {
  const text = row.required("side", "C (compra) ou V (venda)");
  const said = row.said("side");
  const found = said ?? knownSide(text);
  if (found !== null && found !== "reject") return found;
  const expected = "C ou V (COMPRA/VENDA, BUY/SELL)";
  const fix = "Escreva C para compra ou V para venda, ou diga na etapa Colunas o que este valor significa.";
  row.fail("SIDE_UNKNOWN", "side", expected, fix);
  return "BUY";
}

export function readAsset(row: RowCursor): string {
  const found = readAssetRef(row.required("asset", "o código do ativo"));
  if (found !== null) return found;
  const expected = "código ANBIMA, ISIN, ou código SELIC e vencimento como 760199/2030-08-15";
  return row.fail("ASSET_FORMAT", "asset", expected, "Corrija o código do ativo.");
}

/** Optional; a SELIC code with maturity is a public bond whether the column says so or not. */
export function readClass(row: RowCursor, assetRef: string): AssetClass | null {
  const text = row.text("assetClass");
  const said = row.said("assetClass");
  const implied = assetRef.includes("/") ? "titulos-publicos" : null;
  if (text === "" || said === "none") return implied;
  const found = said === "reject" ? null : readAssetClass(said ?? text);
  if (found !== null && (implied === null || found === implied)) return found;
  const expected = implied ? "TPF, pois o ativo é um título público" : "FIDC, CRI, CRA, DEBENTURE ou TPF";
  const fix = "Corrija a classe, deixe o campo vazio, ou diga na etapa Colunas o que este valor significa.";
  row.fail("CLASS_UNKNOWN", "assetClass", expected, fix);
  return null;
}

const numberChars = 60;

export function readDecimal(row: RowCursor, key: NumericColumn): string {
  const text = row.text(key);
  if (text.length > numberChars) {
    return row.fail(
      "FIELD_TOO_LONG",
      key,
      `até ${numberChars} caracteres`,
      "Confira se há algarismos a mais.",
    );
  }
  const style = row.format.decimals[key];
  const allowsCurrency = key === "informedUnitPrice";
  const read = readNumber(text, style, { scale: numberScale[key], allowsCurrency });
  if ("value" in read && (key === "rate" || read.value !== "0")) return read.value;
  const code = "value" in read ? "NOT_POSITIVE" : read.problem;
  return row.note(numberProblem(code, key, row.nameOf(key), text, style.hasUsThousands));
}

export function readRate(row: RowCursor): string {
  const expected = "uma fração de 0 até menos de 1";
  if (row.text("rate").includes("%")) {
    return row.fail("RATE_RANGE", "rate", expected, "Escreva a fração, não a porcentagem: 1% é 0,01.");
  }
  const value = readDecimal(row, "rate");
  if (value === "" || value === "0" || value.startsWith("0.")) return value;
  return row.fail("RATE_RANGE", "rate", expected, "A taxa é uma fração decimal: 1,5% se escreve 0,015.");
}

function impossibleDay(order: RowCursor["format"]["dateOrder"]): string {
  if (order === "mdy") return "Esta data não existe; neste arquivo o mês vem antes do dia.";
  return "Esta data não existe; o dia vem antes do mês.";
}

/** Reads a day between two bounds, both allowed. `read` may remember what it read before. */
export function readDay(
  row: RowCursor,
  key: "operationOn" | "settlementOn",
  bounds: { first: string; last: string },
  read: (text: string) => DateReading,
): string {
  const expected = "uma data como 15/07/2026 ou 2026-07-15";
  const text = row.required(key, expected);
  if (text === "") return "";
  const reading = read(text);
  if ("problem" in reading) {
    const isImpossible = reading.problem === "DATE_IMPOSSIBLE";
    const fix = isImpossible ? impossibleDay(row.format.dateOrder) : "Escreva dia, mês e ano.";
    return row.fail(reading.problem, key, expected, fix);
  }
  if (reading.day >= bounds.first && reading.day <= bounds.last) return reading.day;
  const range = `uma data de ${brazilianDay(bounds.first)} a ${brazilianDay(bounds.last)}`;
  return row.fail("DATE_OUT_OF_RANGE", key, range, "Confira o dia, o mês e o ano.");
}
