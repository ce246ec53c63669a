import { addDays } from "#server/kernel/business-day";
import type { AssetClass } from "#server/kernel/ports";
import { brazilianDay, type DateOrder, type DateReading, readDate } from "./dates";
import { delimiterNames } from "./delimiter";
import { excerpt } from "./excerpt";
import { splitFields } from "./fields";
import type { RowProblem } from "./problems";
import { recordProblem } from "./record-problem";
import { type FundKeys, type FundRight, RowCursor, type RowFormat } from "./row-cursor";
import {
  readAsset,
  readClass,
  readDay,
  readDecimal,
  readExternalId,
  readFund,
  readRate,
  readSide,
} from "./row-fields";

export type { FundKeys, FundRight } from "./row-cursor";

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
  | {
      readonly ok: false;
      readonly problem: RowProblem;
      /** Known when the line names a fund that the person may import into. */
      readonly fundId?: string | null;
    };

export type RowParserOptions = {
  readonly format: RowFormat;
  readonly funds: FundKeys;
  /** Fund of the upload: taken when the column is missing or blank. */
  readonly defaultFund: FundRight | null;
  /** Calendar day in America/Sao_Paulo. */
  readonly today: string;
};

const firstDay = "2000-01-01";
const operationDaysAhead = 30;
const settlementDaysAhead = 400;
const rememberedDays = 10_000;

/**
 * Makes the function that reads one record's text. It never throws: every text gives one row, or the
 * first problem in it. An unknown fund and one that is not the person's give the same answer, since
 * which funds exist is secret.
 */
export function createRowParser(options: RowParserOptions): (text: string) => RowResult {
  const { format, funds, defaultFund, today } = options;
  const operationDays = { first: firstDay, last: addDays(today, operationDaysAhead) };
  const settlementDays = { first: firstDay, last: addDays(today, settlementDaysAhead) };
  const readDayOnce = createDateMemory(format.dateOrder);
  const cursor = new RowCursor(format);

  function readRow(): OperationRow {
    const externalId = readExternalId(cursor);
    const fundId = readFund(cursor, funds, defaultFund);
    const side = readSide(cursor);
    const assetRef = readAsset(cursor);
    const quantity = readDecimal(cursor, "quantity");
    const rate = readRate(cursor);
    const operationOn = readDay(cursor, "operationOn", operationDays, readDayOnce);
    const hasPrice = cursor.text("informedUnitPrice") !== "";
    const informedUnitPrice = hasPrice ? readDecimal(cursor, "informedUnitPrice") : null;
    const assetClass = readClass(cursor, assetRef);
    const settlementOn = readSettlement(operationOn);
    return {
      externalId,
      fundId,
      side,
      assetRef,
      assetClass,
      quantity,
      rate,
      operationOn,
      settlementOn,
      informedUnitPrice,
    };
  }

  function readSettlement(operationOn: string): string | null {
    if (cursor.text("settlementOn") === "") return null;
    const settlementOn = readDay(cursor, "settlementOn", settlementDays, readDayOnce);
    if (settlementOn === "" || operationOn === "" || settlementOn >= operationOn) return settlementOn;
    const expected = `${brazilianDay(operationOn)} (data da operação) ou depois`;
    const fix = "Corrija a data de liquidação ou a da operação.";
    return cursor.fail("SETTLEMENT_BEFORE_OPERATION", "settlementOn", expected, fix);
  }

  return (text) => {
    if (text.includes("\u0000")) return { ok: false, problem: recordProblem("NUL_BYTE", text) };
    const fields = splitFields(text, format.delimiter);
    if (!Array.isArray(fields)) return { ok: false, problem: recordProblem(fields, text) };
    const misfit = checkWidth(fields, format, text);
    if (misfit) return { ok: false, problem: misfit };
    cursor.start(fields);
    const row = readRow();
    if (cursor.problem === null) return { ok: true, row };
    return { ok: false, problem: cursor.problem, fundId: row.fundId || null };
  };
}

/**
 * The same text for the same operation however it is spelt (`1.000,00` and `1000`), and another for any
 * other: its SHA-256 is the row's content hash.
 */
export function contentKey(row: OperationRow): string {
  return JSON.stringify([
    row.externalId,
    row.fundId,
    row.side,
    row.assetRef,
    row.assetClass,
    row.quantity,
    row.rate,
    row.operationOn,
    row.settlementOn,
    row.informedUnitPrice,
  ]);
}

/** A file has few days and many rows. */
function createDateMemory(dateOrder?: DateOrder): (text: string) => DateReading {
  const memory = new Map<string, DateReading>();
  return (text) => {
    const known = memory.get(text);
    if (known !== undefined) return known;
    const reading = readDate(text, dateOrder);
    if (memory.size < rememberedDays) memory.set(text, reading);
    return reading;
  };
}

/** A row may carry empty fields past the last column (spreadsheets do), never fewer nor fuller ones. */
function checkWidth(fields: readonly string[], format: RowFormat, text: string): RowProblem | null {
  const width = format.header.names.length;
  if (fields.length === width && fields[0] !== "") return null;
  if (fields.every((field) => field.trim() === "")) return recordProblem("EMPTY_ROW", text);
  if (fields.length >= width && fields.slice(width).every((field) => field.trim() === "")) return null;
  const fix =
    format.delimiter === "," && fields.length > width
      ? "Se a vírgula é decimal, ponha o número entre aspas, ou use ponto e vírgula entre as colunas."
      : "Confira se falta ou sobra um separador, ou se um texto que o contém está sem aspas.";
  return {
    code: "FIELD_COUNT",
    column: null,
    expected: `${width} campos separados por ${delimiterNames[format.delimiter]}`,
    got: `${fields.length} ${fields.length === 1 ? "campo" : "campos"}: ${excerpt(text)}`,
    fix,
  };
}
