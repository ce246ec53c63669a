import { readCalendar } from "#server/domain/calendar/index";
import { enqueue } from "#server/domain/jobs/index";
import { previousBusinessDay } from "#server/kernel/business-day";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import type { PriceAnswer } from "#server/kernel/ports";
import { askPassage, recordFailure, recordSuccess } from "./breaker";
import { applyPricesJob, fetchPricesJob } from "./jobs";
import { emptyDayDelayMs, unavailableDelayMs } from "./model/backoff";
import { keepReading } from "./reading";
import type { PriceKey } from "./request";

/** A list that was answered is used after this long, though others of its day still hang. */
const applyLatestMs = 3_000;

type Request = {
  state: "WAITING" | "ANSWERED" | "EMPTY";
  attempts: number;
  ageMs: number;
  isWanted: boolean;
};

/**
 * Asks the price source for one (class, day) and keeps every quote of the answer with its provenance.
 * The call happens outside any transaction; what it brought is written in one, and running twice adds
 * a second reading, never a second price.
 * @throws DomainError of kind `unavailable` with `details.retryInMs`: the job is tried again then
 */
export async function fetchPrices(ctx: Ctx, key: PriceKey): Promise<void> {
  const { name: service } = ctx.ports.priceSource;
  const { request, passage } = await ctx.transaction(async (tx) => ({
    request: await readRequest(tx, key),
    passage: await askPassage(tx, service),
  }));
  // A run before this one may have died after it kept the answer.
  if (request?.state === "ANSWERED") await ctx.transaction((tx) => applyWhenTried(tx, key.priceOn));
  if (!request || request.state === "ANSWERED" || !request.isWanted) return;
  if (!passage.pass) {
    const retryInMs = Math.max(passage.retryInMs, unavailableDelayMs(request.attempts + 1, Math.random()));
    await ctx.transaction((tx) => setNextAttempt(tx, key, retryInMs, "anbima.unavailable"));
    await ctx.transaction((tx) => applyWhenTried(tx, key.priceOn));
    throw new DomainError("anbima.unavailable", { retryInMs });
  }
  let answer: PriceAnswer;
  try {
    answer = await ctx.ports.priceSource.fetchPrices(key.assetClass, key.priceOn);
  } catch (error) {
    throw await failed(ctx, key, request, service, error);
  }
  await ctx.transaction((tx) => answered(tx, key, request, service, answer));
  // Everybody counts in the same row: in a transaction of its own, so that it is held for a moment only.
  await ctx.transaction(async (tx) => {
    await applyWhenTried(tx, key.priceOn);
    if (await recordSuccess(tx, service, answer.calls)) await wakeWaiting(tx);
  });
}

/** Wanted by the operations of its day, and by those of the next business day, ten days later at most. */
async function readRequest(tx: Tx, key: PriceKey): Promise<Request | null> {
  const [row] = await tx.sql<Request>(
    `select state, attempts, extract(epoch from now() - first_asked_at)::float8 * 1000 as "ageMs",
            state = 'WAITING' or exists (select 1 from operation where operation_on between $2::date and $2::date + 10 and state = 'PENDING'
              and wait_reason in ('AWAITING_PRICE', 'AWAITING_PUBLICATION')) as "isWanted"
       from price_request where asset_class = $1 and price_on = $2`,
    [key.assetClass, key.priceOn],
  );
  return row ?? null;
}

async function failed(
  ctx: Ctx,
  key: PriceKey,
  request: Request,
  service: string,
  thrown: unknown,
): Promise<unknown> {
  if (!(thrown instanceof DomainError)) return thrown;
  const asked = Number(thrown.details.retryAfterMs ?? 0);
  const retryInMs = Math.max(asked, unavailableDelayMs(request.attempts + 1, Math.random()));
  await ctx.transaction((tx) => setNextAttempt(tx, key, retryInMs, thrown.code));
  await ctx.transaction(async (tx) => {
    await applyWhenTried(tx, key.priceOn);
    await recordFailure(tx, service, Number(thrown.details.calls ?? 1), thrown.code);
  });
  // A refused credential needs a person, but the operations stay: asking goes on, slowly.
  return new DomainError(
    thrown.code === "anbima.forbidden" ? "anbima.unavailable" : thrown.code,
    { ...thrown.details, retryInMs },
    { cause: thrown },
  );
}

async function setNextAttempt(tx: Tx, key: PriceKey, retryInMs: number, code: string): Promise<void> {
  await tx.sql(
    `update price_request set attempts = attempts + 1, code = $3, next_attempt_at = now() + $4 * interval '1 millisecond'
      where asset_class = $1 and price_on = $2 and state <> 'ANSWERED'`,
    [key.assetClass, key.priceOn, code, retryInMs],
  );
}

async function answered(
  tx: Tx,
  key: PriceKey,
  request: Request,
  service: string,
  answer: PriceAnswer,
): Promise<void> {
  const readingId = await keepReading(tx, key, service, request.attempts + 1, answer);
  const isEmpty = answer.outcome === "EMPTY";
  const delayMs = isEmpty ? emptyDayDelayMs(request.ageMs, Math.random()) : 0;
  await tx.sql(
    `update price_request set state = $3, reading_id = $4, attempts = attempts + 1, answered_at = now(), code = $5,
            next_attempt_at = case when $6::float8 > 0 then now() + $6::float8 * interval '1 millisecond' end
      where asset_class = $1 and price_on = $2`,
    [
      key.assetClass,
      key.priceOn,
      isEmpty ? "EMPTY" : "ANSWERED",
      readingId,
      isEmpty ? "SEM_DADOS_NA_DATA" : null,
      delayMs,
    ],
  );
  if (isEmpty) await enqueue(tx, fetchPricesJob, [key], { dueAt: () => new Date(tx.at.getTime() + delayMs) });
}

/**
 * Prices a day as soon as all its lists were tried; comes after the transaction that kept the outcome of
 * one, so that of lists that end together the last sees them all. Those that hang are not waited for long.
 */
async function applyWhenTried(tx: Tx, priceOn: string): Promise<void> {
  const days = await daysThatRead(tx, priceOn);
  const underWay = new Set(days.filter((d) => d.isUnderWay).map((d) => d.day));
  await enqueue(
    tx,
    applyPricesJob,
    days.map(({ day }) => ({ priceOn: day })),
    { dueAt: (day) => new Date(tx.at.getTime() + (underWay.has(day.priceOn) ? applyLatestMs : 0)) },
  );
}

/** A day under way has a list, of its own or of the day before, that was not tried yet. */
type ReadingDay = { day: string; isUnderWay: boolean };

/** The day itself, and the days that compare themselves with it. */
async function daysThatRead(tx: Tx, priceOn: string): Promise<ReadingDay[]> {
  const calendar = await readCalendar(tx);
  const rows = await tx.sql<ReadingDay>(
    `select price_on::text as day, bool_or(state = 'WAITING' and attempts = 0 and next_attempt_at <= now()) as "isUnderWay"
       from price_request where price_on between $1::date - 15 and $1::date + 15 group by price_on`,
    [priceOn],
  );
  const underWay = new Set(rows.filter((row) => row.isUnderWay).map((row) => row.day));
  return rows
    .map(({ day }) => ({ day, before: previousBusinessDay(day, calendar) }))
    .filter(({ day, before }) => day === priceOn || before === priceOn)
    .map(({ day, before }) => ({ day, isUnderWay: underWay.has(day) || underWay.has(before) }));
}

/** The service answers again: nobody waits out a delay that the outage had grown. */
async function wakeWaiting(tx: Tx): Promise<void> {
  await tx.sql(
    "update job set due_at = now() where name = $1 and state = 'waiting' and due_at > now() and attempts > 0",
    [fetchPricesJob.name],
  );
  await tx.sql("select 1 from (select pg_notify('lastro_job', '')) as n");
}
