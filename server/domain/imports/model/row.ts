import type { AssetClass } from "#server/kernel/ports";
import { readAssetClass, readAssetRef } from "./assets";
import type { DateReading } from "./dates";
import { addDays, brazilianDay, readDate } from "./dates";
import { delimiterNames } from "./delimiter";
import { excerpt, hasInvisible } from "./excerpt";
import { splitFields } from "./fields";
import type { FileFormat } from "./head";
import type { ColumnKey } from "./header";
import { columnName } from "./header";
import { numberProblem, numberScale } from "./number-problem";
import type { NumericColumn } from "./numbers";
import { readNumber } from "./numbers";
import type { RowProblem, RowProblemCode } from "./problems";
import { recordProblem, rowProblem } from "./record-problem";

/** One valid line of an operations file. Decimals are canonical plain text, days are `YYYY-MM-DD`. */
export type OperationRow = {
  readonly externalId: string;
  readonly fundId: string;
  readonly side: "BUY" | "SELL";
  readonly assetRef: string;
  readonly assetClass: AssetClass | null;
  readonly quantity: string;
  /** Decimal fraction, 0 ≤ rate < 1. */
  readonly rate: string;
  readonly operationOn: string;
  readonly settlementOn: string | null;
  readonly informedUnitPrice: string | null;
};

export type RowResult =
  | { readonly ok: true; readonly row: OperationRow }
  | { readonly ok: false; readonly problem: RowProblem };

export type FundRight = { readonly fundId: string; readonly allowed: boolean };
/** What the fund column may name: fund code in upper case, or CNPJ without punctuation. */
export type FundKeys = ReadonlyMap<string, FundRight>;

export type RowParserOptions = {
  readonly format: Pick<FileFormat, "delimiter" | "header" | "decimals">;
  readonly funds: FundKeys;
  /** Fund of the upload: taken when the column is missing or blank. */
  readonly defaultFund: FundRight | null;
  /** Calendar day in America/Sao_Paulo. */
  readonly today: string;
};

const idChars = 200;
const firstDay = "2000-01-01";
const operationDaysAhead = 30;
const settlementDaysAhead = 400;

/**
 * Makes the function that reads one record's text. It never throws: every text gives one row, or the
 * first problem in it. An unknown fund and one that is not the person's give the same answer, since
 * which funds exist is secret.
 */
export function createRowParser(options: RowParserOptions): (text: string) => RowResult {
  const { format, funds, defaultFund, today } = options;
  const { columns, names } = format.header;
  const lastOperationDay = addDays(today, operationDaysAhead);
  const lastSettlementDay = addDays(today, settlementDaysAhead);
  const readDays = new Map<string, DateReading>();
  let fields: readonly string[] = [];
  let problem: RowProblem | null = null;

  function nameOf(key: ColumnKey): string {
    const index = columns[key];
    return index === undefined ? columnName(key) : (names[index] ?? columnName(key));
  }

  function valueOf(key: ColumnKey): string {
    const index = columns[key];
    return index === undefined ? "" : (fields[index] ?? "").trim();
  }

  /** Notes the first problem; the empty text stands for the value that there is not. */
  function fail(code: RowProblemCode, key: ColumnKey, expected: string, fix: string): "" {
    problem ??= rowProblem(code, nameOf(key), valueOf(key), { expected, fix });
    return "";
  }

  function required(key: ColumnKey, expected: string): string {
    const text = valueOf(key);
    if (text === "") return fail("FIELD_EMPTY", key, expected, "Preencha o campo.");
    if (text.length <= idChars) return text;
    return fail("FIELD_TOO_LONG", key, `até ${idChars} caracteres`, "Encurte o campo.");
  }

  function externalId(): string {
    const text = required("externalId", "o identificador da operação, único no fundo").normalize("NFC");
    if (!hasInvisible(text)) return text;
    const fix =
      "Apague do identificador os caracteres invisíveis (quebra de linha, tabulação, marca de direção).";
    return fail("CONTROL_CHARACTER", "externalId", "só caracteres visíveis", fix);
  }

  function fund(): string {
    const text = valueOf("fund");
    if (text === "" && defaultFund === null) return required("fund", "o código ou o CNPJ do fundo");
    const key = text.toUpperCase();
    const found = text === "" ? defaultFund : (funds.get(key) ?? funds.get(key.replace(/[.\-/\s]/g, "")));
    if (found?.allowed) return found.fundId;
    const fix = "Confira o código do fundo; se estiver certo, peça acesso a quem administra os usuários.";
    return fail("FUND_FORBIDDEN", "fund", "o código ou o CNPJ de um fundo em que você pode importar", fix);
  }

  function side(): "BUY" | "SELL" {
    const text = required("side", "C (compra) ou V (venda)");
    const found = sides.get(text.toUpperCase());
    if (found === undefined) {
      fail(
        "SIDE_UNKNOWN",
        "side",
        "C ou V (COMPRA/VENDA, BUY/SELL)",
        "Escreva C para compra ou V para venda.",
      );
    }
    return found ?? "BUY";
  }

  function assetRef(): string {
    const found = readAssetRef(required("asset", "o código do ativo"));
    if (found !== null) return found;
    const expected = "código ANBIMA, ISIN, ou código SELIC e vencimento como 760199/2030-08-15";
    return fail("ASSET_FORMAT", "asset", expected, "Corrija o código do ativo.");
  }

  function assetClass(ref: string): AssetClass | null {
    const text = valueOf("assetClass");
    const implied = ref.includes("/") ? "titulos-publicos" : null;
    if (text === "") return implied;
    const found = readAssetClass(text);
    if (found !== null && (implied === null || found === implied)) return found;
    const expected = implied ? "TPF, pois o ativo é um título público" : "FIDC, CRI, CRA, DEBENTURE ou TPF";
    fail("CLASS_UNKNOWN", "assetClass", expected, "Corrija a classe ou deixe o campo vazio.");
    return null;
  }

  function number(key: NumericColumn): string {
    const text = valueOf(key);
    if (text.length > idChars) return required(key, "");
    const style = format.decimals[key];
    const allowsCurrency = key === "informedUnitPrice";
    const read = readNumber(text, style, { scale: numberScale[key], allowsCurrency });
    if ("value" in read && (key === "rate" || read.value !== "0")) return read.value;
    const code = "value" in read ? "NOT_POSITIVE" : read.problem;
    problem ??= numberProblem(code, key, nameOf(key), text, style.hasUsThousands);
    return "";
  }

  function rate(): string {
    const expected = "uma fração de 0 até menos de 1";
    if (valueOf("rate").includes("%")) {
      return fail("RATE_RANGE", "rate", expected, "Escreva a fração, não a porcentagem: 1% é 0,01.");
    }
    const value = number("rate");
    if (value === "" || value === "0" || value.startsWith("0.")) return value;
    return fail("RATE_RANGE", "rate", expected, "A taxa é uma fração decimal: 1,5% se escreve 0,015.");
  }

  function day(key: "operationOn" | "settlementOn", last: string): string {
    const expected = "uma data como 15/07/2026 ou 2026-07-15";
    const text = required(key, expected);
    if (text === "") return "";
    let read = readDays.get(text);
    if (read === undefined) {
      read = readDate(text);
      if (readDays.size < 10_000) readDays.set(text, read);
    }
    if ("problem" in read) {
      const isImpossible = read.problem === "DATE_IMPOSSIBLE";
      const fix = isImpossible ? "Esta data não existe; o dia vem antes do mês." : "Escreva dia, mês e ano.";
      return fail(read.problem, key, expected, fix);
    }
    if (read.day >= firstDay && read.day <= last) return read.day;
    const range = `uma data de ${brazilianDay(firstDay)} a ${brazilianDay(last)}`;
    return fail("DATE_OUT_OF_RANGE", key, range, "Confira o dia, o mês e o ano.");
  }

  function settlementDay(operationOn: string): string | null {
    if (valueOf("settlementOn") === "") return null;
    const settlementOn = day("settlementOn", lastSettlementDay);
    if (settlementOn === "" || operationOn === "" || settlementOn >= operationOn) return settlementOn;
    const expected = `${brazilianDay(operationOn)} (data da operação) ou depois`;
    const fix = "Corrija a data de liquidação ou a da operação.";
    return fail("SETTLEMENT_BEFORE_OPERATION", "settlementOn", expected, fix);
  }

  function readRow(): OperationRow {
    const id = externalId();
    const fundId = fund();
    const operationSide = side();
    const ref = assetRef();
    const quantity = number("quantity");
    const taxRate = rate();
    const operationOn = day("operationOn", lastOperationDay);
    return {
      externalId: id,
      fundId,
      side: operationSide,
      assetRef: ref,
      assetClass: assetClass(ref),
      quantity,
      rate: taxRate,
      operationOn,
      settlementOn: settlementDay(operationOn),
      informedUnitPrice: valueOf("informedUnitPrice") === "" ? null : number("informedUnitPrice"),
    };
  }

  return (text) => {
    if (text.includes("\u0000")) return { ok: false, problem: recordProblem("NUL_BYTE", text) };
    const cut = splitFields(text, format.delimiter);
    if (!Array.isArray(cut)) return { ok: false, problem: recordProblem(cut, text) };
    const misfit = checkWidth(cut, names.length, format.delimiter, text);
    if (misfit) return { ok: false, problem: misfit };
    fields = cut;
    problem = null;
    const row = readRow();
    return problem === null ? { ok: true, row } : { ok: false, problem };
  };
}

const sides: ReadonlyMap<string, "BUY" | "SELL"> = new Map([
  ["C", "BUY"],
  ["COMPRA", "BUY"],
  ["BUY", "BUY"],
  ["V", "SELL"],
  ["VENDA", "SELL"],
  ["SELL", "SELL"],
]);

/** A row may carry empty fields past the last column (spreadsheets do), never fewer nor fuller ones. */
function checkWidth(
  fields: readonly string[],
  width: number,
  delimiter: FileFormat["delimiter"],
  text: string,
): RowProblem | null {
  if (fields.length === width && fields[0] !== "") return null;
  if (fields.every((field) => field.trim() === "")) return recordProblem("EMPTY_ROW", text);
  const rest = fields.slice(width);
  if (fields.length >= width && rest.every((field) => field.trim() === "")) return null;
  const fix =
    delimiter === "," && fields.length > width
      ? "Se a vírgula é decimal, ponha o número entre aspas, ou use ponto e vírgula entre as colunas."
      : "Confira se falta ou sobra um separador, ou se um texto que o contém está sem aspas.";
  return {
    code: "FIELD_COUNT",
    column: null,
    expected: `${width} campos separados por ${delimiterNames[delimiter]}`,
    got: `${fields.length} ${fields.length === 1 ? "campo" : "campos"}: ${excerpt(text)}`,
    fix,
  };
}
