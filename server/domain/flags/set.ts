import { recordEvents } from "#server/domain/audit/index";
import type { Ctx } from "#server/kernel/context";
import { type Engine, getEngine } from "./engine";

/** Switches a fund's engine. Takes effect at the fund's next execution. */
export async function updateEngine(
  ctx: Ctx,
  input: { fundId: string; engine: Engine; reason: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const before = await getEngine(tx, input.fundId);
    await tx.sql(
      `insert into feature_flag (name, fund_id, value) values ('execution.engine', $1, $2)
       on conflict (name, fund_id) do update set value = excluded.value, updated_at = now()`,
      [input.fundId, input.engine],
    );
    await recordEvents(tx, [
      {
        action: "flag.update",
        subjectType: "fund",
        subjectId: input.fundId,
        fundId: input.fundId,
        before: { engine: before },
        after: { engine: input.engine },
        reason: input.reason,
      },
    ]);
  });
}
