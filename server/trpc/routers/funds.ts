import { z } from "zod";
import { listEventsOfFund } from "#server/domain/audit/queries";
import { getEngine } from "#server/domain/flags/index";
import { getFund, listFunds, listOwnRules } from "#server/domain/funds/queries";
import { daysShown, periods } from "#server/domain/funds/schemas";
import {
  getCash,
  getCashAt,
  listAccounts,
  listCashBalances,
  listPositions,
  listStatement,
} from "#server/domain/ledger/queries";
import {
  closingBalances,
  countOperations,
  countOperationsByFund,
  getPendingCash,
  listCashMovements,
  readFirstDay,
} from "#server/domain/operations/queries";
import { localDay } from "#server/kernel/business-day";
import { groupBy } from "#server/kernel/group-by";
import { query, router } from "../init";
import { page } from "../page-input";

const byCode = z.strictObject({ code: z.string().max(32) });
const instant = z.iso.datetime({ offset: true });

export const fundsRouter = router({
  list: query("fund:read").query(async ({ ctx: { tx } }) => {
    const [funds, cash, counts] = [
      await listFunds(tx),
      await listCashBalances(tx),
      await countOperationsByFund(tx),
    ];
    return funds.map((fund) => ({
      ...fund,
      cashCents: cash.get(fund.fundId) ?? 0n,
      pendingCount: counts.get(fund.fundId)?.pending ?? 0,
      reviewCount: counts.get(fund.fundId)?.inReview ?? 0,
      executedCount: counts.get(fund.fundId)?.executed ?? 0,
    }));
  }),
  /** Codes and names alone, for choosing one. */
  names: query("fund:read").query(async ({ ctx: { tx } }) =>
    (await listFunds(tx)).map(({ code, name }) => ({ code, name })),
  ),
  /** Cash at the end of each of the last thirty days by the operations' dates, by fund id, oldest first. */
  sparklines: query("fund:read").query(async ({ ctx: { tx } }) => {
    const [funds, cash] = [await listFunds(tx), await listCashBalances(tx)];
    const days = daysShown("30d", localDay(tx.at), "2000-01-01");
    const fundIds = funds.map((fund) => fund.fundId);
    const movements = groupBy(
      await listCashMovements(tx, { fundIds, from: days[0]! }),
      (movement) => movement.fundId,
    );
    return Object.fromEntries(
      fundIds.map((fundId) => [
        fundId,
        closingBalances({
          days,
          nowCents: cash.get(fundId) ?? 0n,
          movements: movements.get(fundId) ?? [],
          firstDay: null,
        }),
      ]),
    );
  }),
  get: query("fund:read")
    .input(byCode)
    .query(async ({ ctx: { tx }, input }) => {
      const fund = await getFund(tx, input.code);
      return {
        fund,
        ownRules: listOwnRules(fund),
        engine: await getEngine(tx, fund.fundId),
        cash: await getCash(tx, fund.fundId),
        pending: await getPendingCash(tx, fund.fundId),
        readAt: tx.at,
      };
    }),
  /** Every account beside the sum of its postings, in one snapshot. */
  proof: query("fund:read")
    .input(byCode)
    .query(async ({ ctx: { tx }, input }) => {
      const { fundId } = await getFund(tx, input.code);
      return { accounts: await listAccounts(tx, fundId), readAt: tx.at };
    }),
  /** Cash at the end of the days of a period, by the operations' dates; the last point is what stands now. */
  balances: query("fund:read")
    .input(byCode.extend({ period: z.enum(periods) }))
    .query(async ({ ctx: { tx }, input }) => {
      const { fundId } = await getFund(tx, input.code);
      const [firstDay, cash] = [await readFirstDay(tx, fundId), await getCash(tx, fundId)];
      const days = daysShown(input.period, localDay(tx.at), firstDay);
      if (days.length === 0) return [];
      const movements = await listCashMovements(tx, { fundIds: [fundId], from: days[0]! });
      const closings = closingBalances({ days, nowCents: cash.balanceCents, movements, firstDay });
      return days.map((day, index) => ({ day, cents: closings[index] ?? null }));
    }),
  statement: query("fund:read")
    .input(byCode.extend({ ...page, until: instant.nullish() }))
    .query(async ({ ctx: { tx }, input: { code, until, ...input } }) => {
      const { fundId } = await getFund(tx, code);
      return listStatement(tx, { fundId, until: until ? new Date(until) : null, ...input });
    }),
  /** Operations by where they stand. */
  operations: query("fund:read")
    .input(byCode)
    .query(async ({ ctx: { tx }, input }) => {
      const { code } = await getFund(tx, input.code);
      return countOperations(tx, { fundCode: code });
    }),
  positions: query("fund:read")
    .input(byCode)
    .query(async ({ ctx: { tx }, input }) => {
      const { fundId } = await getFund(tx, input.code);
      return listPositions(tx, fundId);
    }),
  activity: query("fund:read")
    .input(byCode.extend(page))
    .query(async ({ ctx: { tx }, input: { code, ...input } }) => {
      const { fundId } = await getFund(tx, code);
      return listEventsOfFund(tx, { fundId, ...input });
    }),
  /** Cash as it stood at an instant (ISO 8601). */
  cashAt: query("fund:read")
    .input(byCode.extend({ at: instant }))
    .query(async ({ ctx: { tx }, input }) => {
      const { fundId } = await getFund(tx, input.code);
      const at = new Date(input.at);
      return { at, cashCents: await getCashAt(tx, { fundId, at }) };
    }),
});
