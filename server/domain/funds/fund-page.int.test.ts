import { afterAll, beforeAll, expect, test } from "vitest";
import { listEventsOfFund } from "#server/domain/audit/queries";
import { getCash, listAccounts, listStatement } from "#server/domain/ledger/queries";
import {
  closingBalances,
  getPendingCash,
  listCashMovements,
  readFirstDay,
} from "#server/domain/operations/queries";
import type { Actor } from "#server/kernel/actor";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { operationsHeader as header, openPipeline, type Pipeline } from "#server/testing/pipeline";
import { contribute } from "./index";
import { fundDefaults } from "./model/defaults";
import { getFund, listOwnRules } from "./queries";

const day = "2026-07-15";
let pipeline: Pipeline;
let fundId: string;
let operator: { actor: Actor; ctx: Ctx };

beforeAll(async () => {
  pipeline = await openPipeline();
  fundId = await pipeline.fund("ALFA", { openingCents: 200_000n });
  operator = await pipeline.person("operacao", [fundId]);
  for (const on of ["2026-07-14", day]) {
    for (const assetClass of ["fidc", "cri-cra", "debentures", "titulos-publicos"] as const)
      pipeline.prices.serve(assetClass, on, { assetCode: `X-${assetClass}`, unitPrice: "1" });
    pipeline.prices.serve("debentures", on, { assetCode: "EXEM12", unitPrice: "100" });
  }
  const lines = [`A;ALFA;C;EXEM12;10;0,01;${day};`, `B;ALFA;C;EXEM12;30;0,01;${day};`];
  await pipeline.send(operator.ctx, `${header}\n${lines.join("\n")}\n`);
  await pipeline.drain();
});
afterAll(() => pipeline?.close());

const read = <T>(run: Parameters<typeof operator.ctx.transaction<T>>[0]) => operator.ctx.transaction(run);

test("what waits for cash is said to the centavo", async () => {
  expect(await read((tx) => getPendingCash(tx, fundId))).toEqual({
    outCents: 303_000n,
    outCount: 1,
    inCents: 0n,
    inCount: 0,
    unknownCount: 0,
  });
});

test("a balance that is not the sum of its postings is named, with the difference", async () => {
  const accounts = await read((tx) => listAccounts(tx, fundId));
  expect(accounts.every((account) => account.isProven)).toBe(true);
  await pipeline.sql(
    "update account set balance_cents = balance_cents + 7 where fund_id = $1 and code = 'CAIXA'",
    [fundId],
  );
  const [cash, ...others] = await read((tx) => listAccounts(tx, fundId));
  expect(cash).toMatchObject({ code: "CAIXA", isProven: false });
  expect(cash!.balanceCents - cash!.provenCents).toBe(7n);
  expect(others.every((account) => account.isProven)).toBe(true);
  await pipeline.sql(
    "update account set balance_cents = balance_cents - 7 where fund_id = $1 and code = 'CAIXA'",
    [fundId],
  );
});

test("the ledger names the other side, and from an instant back holds nothing later", async () => {
  const { items } = await read((tx) => listStatement(tx, { fundId }));
  expect(
    items.map((line) => [line.kind, line.amountCents, line.balanceAfterCents, line.counterAccounts]),
  ).toEqual([
    ["operation", -101_000n, 99_000n, ["CARTEIRA", "TAXAS"]],
    ["opening", 200_000n, 200_000n, ["CAPITAL"]],
  ]);
  const opening = await read((tx) => listStatement(tx, { fundId, until: items[1]!.postedAt }));
  expect(opening.items).toEqual([items[1]]);
  const never = await read((tx) => listStatement(tx, { fundId, until: new Date("2020-01-01") }));
  expect(never.items).toEqual([]);
});

test("the course of the balance follows the operations' dates and ends with what stands now", async () => {
  const movements = await read((tx) => listCashMovements(tx, { fundIds: [fundId], from: "2026-01-01" }));
  expect(movements).toEqual([
    { fundId, day: "2026-01-05", cents: 200_000n },
    { fundId, day, cents: -101_000n },
  ]);
  const firstDay = await read((tx) => readFirstDay(tx, fundId));
  const { balanceCents: nowCents } = await read((tx) => getCash(tx, fundId));
  const days = ["2026-01-04", "2026-01-05", "2026-07-14", day, "2026-11-20"];
  expect(closingBalances({ days, nowCents, movements, firstDay })).toEqual([
    null,
    200_000n,
    200_000n,
    99_000n,
    99_000n,
  ]);
  const stranger = await pipeline.person("gestor", []);
  const none = await stranger.ctx.transaction((tx) =>
    listCashMovements(tx, { fundIds: [fundId], from: "2026-01-01" }),
  );
  expect(none).toEqual([]);
});

test("what happened to the fund leaves out what every operation leaves, and others' funds", async () => {
  await contribute(pipeline.ctx, {
    fundId,
    contributionId: newId(),
    amountCents: 1_000n,
    effectiveOn: "2026-07-16",
  });
  const { items } = await read((tx) => listEventsOfFund(tx, { fundId }));
  expect(items.map((event) => event.action)).toEqual(["fund.contribute", "fund.open", "fund.create"]);
  const stranger = await pipeline.person("gestor", []);
  expect((await stranger.ctx.transaction((tx) => listEventsOfFund(tx, { fundId }))).items).toEqual([]);
});

test("a rule is a fund's own when it is not what the database gives a new fund", async () => {
  const fund = await read((tx) => getFund(tx, "ALFA"));
  expect(listOwnRules(fund)).toEqual({});
  const code = "BETA";
  await pipeline.fund(code, { rounding: "TRUNCATE" });
  const other = await pipeline.ctx.transaction((tx) => getFund(tx, code));
  expect(listOwnRules(other)).toEqual({ rounding: fundDefaults.rounding });
});
