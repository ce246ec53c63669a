import { z } from "zod";
import { recordEvents } from "#server/domain/audit/index";
import type { Ctx } from "#server/kernel/context";
import { type Fund, getFund } from "./queries";

/** A share as `fund` keeps it, six places: "0.050000" is 5 %. */
const share = z
  .string()
  .regex(/^\d{1,2}\.\d{6}$/)
  .refine((limit) => Number(limit) > 0 && Number(limit) <= 10);
const cents = z.bigint().nonnegative().max(9_000_000_000_000_000_000n);

export const updateRulesInput = z.strictObject({
  code: z.string(),
  reason: z.string().trim().min(10).max(1_000),
  rules: z
    .strictObject({
      jumpLimit: share,
      tradedPriceLimit: share,
      staleBusinessDays: z.int().min(0).max(30),
      cutOffTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      serviceTimeS: z.int().min(1).max(86_400),
      twoPeopleCents: cents,
      stepUpCents: cents,
      reviewMinutes: z.int().min(1).max(10_000),
    })
    .partial(),
});
export type FundRules = Required<z.infer<typeof updateRulesInput>["rules"]>;

/**
 * Changes rules of a fund, with a reason; the event names what each was. What stopped before goes on as it
 * was bound when it stopped: a higher limit lets nothing through that two people were asked for.
 * @returns the rules that changed; none when the fund has them so already
 * @throws DomainError `fund.not_found`
 */
export async function updateRules(
  ctx: Ctx,
  input: z.input<typeof updateRulesInput>,
): Promise<readonly (keyof FundRules)[]> {
  const { code, rules, reason } = updateRulesInput.parse(input);
  return await ctx.transaction(async (tx) => {
    await tx.sql("select 1 from fund where code = $1 for no key update", [code]);
    const before = await getFund(tx, code);
    const names = Object.keys(rules) as (keyof FundRules)[];
    const changed = names.filter((name) => rules[name] !== undefined && rules[name] !== before[name]);
    if (changed.length === 0) return changed;
    const after = { ...before, ...rules };
    await tx.sql(
      `update fund set jump_limit = $2, traded_price_limit = $3, stale_business_days = $4, cut_off_time = $5,
              service_time_s = $6, two_people_cents = $7, step_up_cents = $8, review_minutes = $9 where id = $1`,
      [
        before.fundId,
        after.jumpLimit,
        after.tradedPriceLimit,
        after.staleBusinessDays,
        after.cutOffTime,
        after.serviceTimeS,
        after.twoPeopleCents,
        after.stepUpCents,
        after.reviewMinutes,
      ],
    );
    const told = (fund: Pick<Fund, keyof FundRules>) =>
      Object.fromEntries(
        changed.map((name) => [name, typeof fund[name] === "bigint" ? `${fund[name]}` : fund[name]]),
      );
    await recordEvents(tx, [
      {
        action: "fund.update",
        subjectType: "fund",
        subjectId: before.fundId,
        fundId: before.fundId,
        before: told(before),
        after: told(after),
        reason,
      },
    ]);
    return changed;
  });
}
