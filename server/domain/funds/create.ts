import { z } from "zod";
import { recordEvents } from "#server/domain/audit/index";
import { openBook, recordContribution } from "#server/domain/ledger/index";
import type { Ctx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { isCnpj } from "#server/kernel/tax-id";

export const createFundInput = z.strictObject({
  code: z.string().regex(/^[A-Z0-9][A-Z0-9_-]{1,31}$/),
  name: z.string().trim().min(3).max(200),
  /** CNPJ of the class, 14 characters without punctuation. */
  cnpj: z.string().refine(isCnpj, "CNPJ inválido"),
  rounding: z.enum(["HALF_UP", "TRUNCATE"]).default("HALF_UP"),
  priceBasis: z.enum(["anbima", "informado"]).default("anbima"),
  openingCents: z.bigint().positive(),
  openedOn: z.iso.date(),
  positions: z.array(z.strictObject({ assetCode: z.string(), quantity: z.string() })).default([]),
});

/** Makes a fund (its class) with its books opened: accounts, opening cash and quantities held. */
export async function createFund(
  ctx: Ctx,
  input: z.input<typeof createFundInput>,
): Promise<{ fundId: string }> {
  const fund = createFundInput.parse(input);
  const fundId = newId();
  await ctx.transaction(async (tx) => {
    await tx.sql(
      "insert into fund (id, code, name, cnpj, rounding, price_basis) values ($1, $2, $3, $4, $5, $6)",
      [fundId, fund.code, fund.name, fund.cnpj, fund.rounding, fund.priceBasis],
    );
    await recordEvents(tx, [
      {
        action: "fund.create",
        subjectType: "fund",
        subjectId: fundId,
        fundId,
        after: { code: fund.code, cnpj: fund.cnpj, rounding: fund.rounding, priceBasis: fund.priceBasis },
      },
    ]);
    await openBook(tx, fundId);
    await recordContribution(tx, {
      fundId,
      kind: "opening",
      causeId: fundId,
      amountCents: fund.openingCents,
      effectiveOn: fund.openedOn,
      positions: fund.positions,
    });
  });
  return { fundId };
}
