import { z } from "zod";
import { getFund, listFunds } from "#server/domain/funds/queries";
import {
  getCashAt,
  listAccounts,
  listCashBalances,
  listPositions,
  listStatement,
} from "#server/domain/ledger/queries";
import { countOperationsByFund } from "#server/domain/operations/queries";
import { query, router } from "../init";
import { page } from "../page-input";

const byCode = z.strictObject({ code: z.string().max(32) });

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
  get: query("fund:read")
    .input(byCode)
    .query(async ({ ctx: { tx }, input }) => {
      const fund = await getFund(tx, input.code);
      return { fund, accounts: await listAccounts(tx, fund.fundId), readAt: tx.at };
    }),
  statement: query("fund:read")
    .input(byCode.extend(page))
    .query(async ({ ctx: { tx }, input: { code, ...input } }) => {
      const { fundId } = await getFund(tx, code);
      return listStatement(tx, { fundId, ...input });
    }),
  positions: query("fund:read")
    .input(byCode)
    .query(async ({ ctx: { tx }, input }) => {
      const { fundId } = await getFund(tx, input.code);
      return listPositions(tx, fundId);
    }),
  /** Cash as it stood at an instant (ISO 8601). */
  cashAt: query("fund:read")
    .input(byCode.extend({ at: z.iso.datetime({ offset: true }) }))
    .query(async ({ ctx: { tx }, input }) => {
      const { fundId } = await getFund(tx, input.code);
      const at = new Date(input.at);
      return { at, cashCents: await getCashAt(tx, { fundId, at }) };
    }),
});
