import { z } from "zod";
import { recordContribution } from "#server/domain/ledger/index";
import type { Ctx, Tx } from "#server/kernel/context";

export const contributeInput = z.strictObject({
  fundId: z.uuid(),
  /** Names the contribution: the same one is recorded once. */
  contributionId: z.uuid(),
  amountCents: z.bigint().positive(),
  effectiveOn: z.iso.date(),
});

/** Brings the quotaholders' money into a fund. */
export async function contribute(ctx: Ctx, input: z.infer<typeof contributeInput>): Promise<void> {
  const { contributionId, ...contribution } = contributeInput.parse(input);
  await ctx.transaction((tx) =>
    recordContribution(tx, { ...contribution, kind: "contribution", causeId: contributionId }),
  );
}

/** Whether a contribution is in the books already. */
export async function hasContribution(tx: Tx, contributionId: string): Promise<boolean> {
  const rows = await tx.sql("select 1 from ledger_entry where kind = 'contribution' and cause_id = $1", [
    contributionId,
  ]);
  return rows.length > 0;
}
