import { listFunds } from "#server/domain/funds/queries";
import type { Ctx } from "#server/kernel/context";
import { UsageError } from "./command";

/** `todos`, or codes by comma, as ids. @throws UsageError that names the code that is no fund's */
export async function readFundIds(ctx: Ctx, text: string): Promise<"all" | string[]> {
  if (text === "todos") return "all";
  const funds = await ctx.transaction(listFunds);
  return text.split(",").map((word) => {
    const fund = funds.find(({ code }) => code === word.trim().toUpperCase());
    if (!fund) throw new UsageError(`não há fundo ${word.trim()}`);
    return fund.fundId;
  });
}
