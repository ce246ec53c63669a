import { afterAll, beforeAll, expect, test } from "vitest";
import { priceOperations } from "#server/domain/operations/index";
import { createCtx, systemActor } from "#server/infra/context";
import { addBusinessDays, localDay, localInstant, previousBusinessDay } from "#server/kernel/business-day";
import type { Ctx } from "#server/kernel/context";
import { assetClasses } from "#server/kernel/ports";
import { operationsHeader as header, openPipeline, type Pipeline } from "../pipeline";

/** A day whose publication lies ahead of the database's clock too; ours is set to the hours of that day. */
const day = addBusinessDays(localDay(new Date()), 3);
const publication = localInstant(day, "20:00");
let pipeline: Pipeline;
let ctx: Ctx;

beforeAll(async () => {
  pipeline = await openPipeline();
  await pipeline.fund("ALFA");
  ({ ctx } = await pipeline.person("operacao"));
  setClock("15:00");
});
afterAll(() => pipeline?.close());

function setClock(time: string): void {
  pipeline.runtime.clock = { now: () => localInstant(day, time) };
}

type Waiting = { state: string; waits: string | null; code: string | null; next: Date | null };
async function waiting(): Promise<Waiting | undefined> {
  const [row] = await pipeline.sql<Waiting>(
    "select state, wait_reason as waits, code, next_attempt_at as next from operation",
  );
  return row;
}

test("before 20h of its day an operation awaits publication, nobody is asked, and it is nobody's failure", async () => {
  await pipeline.send(ctx, `${header}\nHOJE;ALFA;C;EXEM12;10,5;0,01;${day};\n`);
  await pipeline.drain();
  expect(await waiting()).toEqual({
    state: "PENDING",
    waits: "AWAITING_PUBLICATION",
    code: null,
    next: publication,
  });
  expect(pipeline.prices.calls.filter((call) => call.priceOn === day)).toEqual([]);
  const due = await pipeline.sql<{ due: Date }>(
    "select distinct due_at as due from job where name = 'pricing.fetch' and key like '%:' || $1",
    [day],
  );
  expect(due).toEqual([{ due: publication }]);
  expect(await pipeline.sql("select 1 from review_item")).toEqual([]);
  const [upload] = await pipeline.sql("select state from upload");
  expect(upload).toEqual({ state: "DONE" });
});

test("prices that are there all the same are not used before 20h", async () => {
  await pipeline.sql("update price_request set state = 'EMPTY' where price_on in ($1, $2)", [
    day,
    previousBusinessDay(day),
  ]);
  await priceOperations(createCtx(pipeline.runtime, systemActor("test")), { priceOn: day });
  expect(await waiting()).toMatchObject({ waits: "AWAITING_PUBLICATION" });
  await pipeline.sql("update price_request set state = 'WAITING'");
});

test("a list that is late is asked for again within a minute, however long before 20h the file came", async () => {
  setClock("20:00");
  // 20h has come: everything that was written lies as far back as 20h lay ahead.
  await pipeline.sql(
    "update price_request set first_asked_at = first_asked_at - (next_attempt_at - now()), next_attempt_at = now()",
  );
  await pipeline.sql("update job set due_at = now() where name = 'pricing.fetch' and state = 'waiting'");
  await pipeline.drain();
  const late = await pipeline.sql<{ isSoon: boolean }>(
    `select next_attempt_at > now() - interval '5 seconds' and next_attempt_at < now() + interval '1 minute' as "isSoon"
       from price_request where state = 'EMPTY' and price_on = $1`,
    [day],
  );
  expect(late).toEqual(assetClasses.map(() => ({ isSoon: true })));
  expect(await waiting()).toMatchObject({ waits: "AWAITING_PRICE", code: "SEM_DADOS_NA_DATA" });
});

test("once the list is there the operation is priced and executes by itself", async () => {
  for (const assetClass of assetClasses)
    pipeline.prices.serve(assetClass, day, { assetCode: `X-${assetClass}`, unitPrice: "1" });
  pipeline.prices.serve("debentures", day, { assetCode: "EXEM12", unitPrice: "100.5" });
  await pipeline.sql("update job set due_at = now() where state = 'waiting'");
  await pipeline.drain();
  expect(await waiting()).toMatchObject({ state: "EXECUTED", waits: null });
});
