import { readBook, readPositions } from "#server/domain/ledger/index";
import { type DayPrices, type PriceDecision, readDayPrices } from "#server/domain/pricing/index";
import { countPriceRequests } from "#server/domain/pricing/queries";
import { previousBusinessDay } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
import type { AssetClass } from "#server/kernel/ports";
import { decidePrice, type FundRules, readRules } from "./fund-rules";
import { createFundForecaster, type FundForecaster } from "./model/forecast-fund";
import type { ExecutableOperation } from "./model/plan-execution";

/** An operation that there is not yet, as a staged line tells it. */
export type ForecastRow = {
  readonly id: string;
  readonly fundId: string;
  readonly side: "BUY" | "SELL";
  readonly assetRef: string;
  readonly assetClass: AssetClass | null;
  readonly quantity: string;
  readonly rate: string;
  readonly operationOn: string;
  readonly informedUnitPrice: string | null;
  readonly uploadOrdinal: bigint;
  readonly rowNo: number;
};

export type FundForecast = {
  readonly fundId: string;
  readonly cashBeforeCents: bigint;
  readonly cashAfterCents: bigint;
  readonly executed: number;
  readonly waiting: Readonly<Record<string, number>>;
  readonly inReview: Readonly<Record<string, number>>;
};

export type Forecast = {
  readonly funds: readonly FundForecast[];
  /** Lists that the operations need and that have not come yet. */
  readonly pricesPending: number;
  readonly isEstimate: boolean;
};

/** Operations of a fund that wait already and are played along. */
const othersMost = 20_000;
const daysKept = 32;

/**
 * What would become of operations if they were accepted now: priced from the kept lists and executed in
 * order by the functions that really do it, without writing anything.
 * @param pages rows by fund, and within a fund in the order of execution
 */
export async function forecastOperations(
  tx: Tx,
  pages: AsyncIterable<readonly ForecastRow[]>,
): Promise<Forecast> {
  const prices = createDayCache(tx);
  const funds: FundForecast[] = [];
  const unanswered = new Set<string>();
  let isEstimate = false;
  let current: OpenFund | null = null;
  const close = () => {
    if (!current) return;
    const outcome = closeFund(current);
    funds.push(outcome.forecast);
    isEstimate ||= outcome.isEstimate;
    current = null;
  };
  for await (const page of pages) {
    for (const rows of byFund(page)) {
      const fundId = rows[0]?.fundId as string;
      if (current?.fundId !== fundId) {
        close();
        current = await openFund(tx, fundId);
      }
      await priceRows(tx, current as OpenFund, rows, prices, unanswered);
    }
  }
  close();
  return { funds, pricesPending: await countPending(tx, unanswered, prices), isEstimate };
}

type OpenFund = {
  fundId: string;
  rules: FundRules;
  cashBeforeCents: bigint;
  forecaster: FundForecaster;
  waiting: Map<string, number>;
  inReview: Map<string, number>;
  isEstimate: boolean;
  /** Decisions of one day: many lines ask the same. */
  decided: { day: string; decisions: Map<string, PriceDecision> };
};

async function openFund(tx: Tx, fundId: string): Promise<OpenFund> {
  const book = await readBook(tx, fundId);
  const rules = (await readRules(tx, [fundId])).get(fundId) as FundRules;
  const already = await readWaiting(tx, fundId);
  const held = await tx.sql<{ code: string }>("select asset_code as code from position where fund_id = $1", [
    fundId,
  ]);
  const positions = await readPositions(
    tx,
    fundId,
    held.map(({ code }) => code),
  );
  const { CAIXA: cash, CARTEIRA: portfolio, TAXAS: taxes } = book.accounts;
  return {
    fundId,
    rules,
    cashBeforeCents: cash.balanceCents,
    forecaster: createFundForecaster(
      { fundSeq: book.fundSeq, accounts: { cash, portfolio, taxes }, positions },
      already,
      { rounding: book.rounding, at: book.at },
    ),
    waiting: new Map(),
    inReview: new Map(),
    isEstimate: already.length === othersMost,
    decided: { day: "", decisions: new Map() },
  };
}

async function readWaiting(tx: Tx, fundId: string): Promise<ExecutableOperation[]> {
  return await tx.sql<ExecutableOperation>(
    `select id, side, asset_code as "assetCode", quantity::text, unit_price::text as "unitPrice", rate::text,
            operation_on::text as "operationOn", upload_ordinal as "uploadOrdinal", row_no as "rowNo"
       from operation
      where fund_id = $1 and state = 'PENDING' and wait_reason in ('READY', 'INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')
      order by operation_on, side desc, upload_ordinal, row_no limit $2`,
    [fundId, othersMost],
  );
}

async function priceRows(
  tx: Tx,
  fund: OpenFund,
  rows: readonly ForecastRow[],
  prices: DayCache,
  unanswered: Set<string>,
): Promise<void> {
  const priced: ExecutableOperation[] = [];
  for (const row of rows) {
    const decision = await decideOnce(tx, fund, row, prices);
    if (decision.kind === "priced") {
      const { assetCode, unitPrice } = decision;
      priced.push({ ...row, assetCode, unitPrice });
    } else {
      const counts = decision.kind === "review" ? fund.inReview : fund.waiting;
      counts.set(decision.code, (counts.get(decision.code) ?? 0) + 1);
      if (decision.code === "AWAITING_PRICE") unanswered.add(row.operationOn);
    }
  }
  fund.forecaster.push(priced);
}

async function decideOnce(
  tx: Tx,
  fund: OpenFund,
  row: ForecastRow,
  prices: DayCache,
): Promise<PriceDecision> {
  if (fund.decided.day !== row.operationOn) fund.decided = { day: row.operationOn, decisions: new Map() };
  const key = `${row.assetRef} ${row.assetClass} ${row.informedUnitPrice}`;
  const known = fund.decided.decisions.get(key);
  if (known) return known;
  const decision = decidePrice(tx, row, fund.rules, await prices.of(row.operationOn));
  if (fund.decided.decisions.size < 10_000) fund.decided.decisions.set(key, decision);
  return decision;
}

function closeFund(fund: OpenFund): { forecast: FundForecast; isEstimate: boolean } {
  const outcome = fund.forecaster.end();
  const forecast = {
    fundId: fund.fundId,
    cashBeforeCents: fund.cashBeforeCents,
    cashAfterCents: outcome.cashAfterCents,
    executed: outcome.executed,
    waiting: addCounts(fund.waiting, outcome.waiting),
    inReview: addCounts(fund.inReview, outcome.inReview),
  };
  return { forecast, isEstimate: fund.isEstimate || outcome.isEstimate };
}

function addCounts(counts: ReadonlyMap<string, number>, more: Readonly<Record<string, number>>) {
  const sum = Object.fromEntries(counts);
  for (const [code, count] of Object.entries(more)) sum[code] = (sum[code] ?? 0) + count;
  return sum;
}

type DayCache = { of(day: string): Promise<DayPrices>; calendarOf(): DayPrices["calendar"] };

/** Days come in order within a fund and again with the next fund: the latest ones are kept. */
function createDayCache(tx: Tx): DayCache {
  const kept = new Map<string, DayPrices>();
  let calendar: DayPrices["calendar"] = new Map();
  return {
    async of(day) {
      const known = kept.get(day);
      if (known) return known;
      const read = await readDayPrices(tx, day);
      calendar = read.calendar;
      if (kept.size >= daysKept) kept.delete(kept.keys().next().value as string);
      kept.set(day, read);
      return read;
    },
    calendarOf: () => calendar,
  };
}

async function countPending(tx: Tx, days: ReadonlySet<string>, prices: DayCache): Promise<number> {
  if (days.size === 0) return 0;
  const calendar = prices.calendarOf();
  const wanted = [...days].flatMap((day) => [day, previousBusinessDay(day, calendar)]);
  const { waiting } = await countPriceRequests(tx, [...new Set(wanted)]);
  // A list that nobody has asked for yet will be, once the file is confirmed.
  return Math.max(waiting, 1);
}

function* byFund(page: readonly ForecastRow[]): Iterable<readonly ForecastRow[]> {
  let from = 0;
  for (let at = 1; at <= page.length; at++) {
    if (page[at]?.fundId === page[from]?.fundId) continue;
    yield page.slice(from, at);
    from = at;
  }
}
