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
  listCashHistory,
  listPositions,
  listStatement,
  readFirstEntryAt,
} from "#server/domain/ledger/queries";
import { countOperations, countOperationsByFund, getPendingCash } from "#server/domain/operations/queries";
import { addDays, localDay, localInstant } from "#server/kernel/business-day";
import type { Tx } from "#server/kernel/context";
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
  /** Cash at the end of each of the last thirty days, by fund id, oldest first. */
  sparklines: query("fund:read").query(async ({ ctx: { tx } }) => {
    const funds = await listFunds(tx);
    const instants = endsOf(tx, daysShown("30d", localDay(tx.at), "2000-01-01"));
    const points = await listCashHistory(tx, { fundIds: funds.map((fund) => fund.fundId), instants });
    return Object.fromEntries(
      funds.map(({ fundId }) => [
        fundId,
        points.filter((point) => point.fundId === fundId).map((point) => point.cents),
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
  /** Cash at the end of the days of a period; the last point is now. */
  balances: query("fund:read")
    .input(byCode.extend({ period: z.enum(periods) }))
    .query(async ({ ctx: { tx }, input }) => {
      const { fundId } = await getFund(tx, input.code);
      const first = await readFirstEntryAt(tx, fundId);
      const days = daysShown(input.period, localDay(tx.at), first && localDay(first));
      const points = await listCashHistory(tx, { fundIds: [fundId], instants: endsOf(tx, days) });
      return days.map((day, index) => ({ day, cents: points[index]?.cents ?? null }));
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

/** The instants at which the days end in São Paulo; today ends now. */
function endsOf(tx: Tx, days: readonly string[]): Date[] {
  const end = (day: string) => localInstant(addDays(day, 1), "00:00");
  return days.map((day) => (end(day) > tx.at ? new Date(tx.at.getTime() + 1) : end(day)));
}
