import { recordEvents } from "#server/domain/audit/index";
import { type TakeBackPage, takeBackOperations } from "#server/domain/operations/index";
import type { Ctx, Tx } from "#server/kernel/context";

type Running = { reversalId: string; reason: string; requestedBy: string; decidedBy: string };
type Why = ReadonlyMap<string, string>;

/**
 * Undoes a frozen set fund by fund, by the same verb that takes imports back; each operation ends undone,
 * or is kept and says why. What cannot be undone at first is tried again while others bring what it
 * lacks. Running twice changes nothing.
 */
export async function runReversal(ctx: Ctx, { reversalId }: { reversalId: string }): Promise<void> {
  const read = await ctx.transaction(async (tx) => {
    const [running] = await tx.sql<Running>(
      `select id as "reversalId", reason, requested_by as "requestedBy", decided_by as "decidedBy"
         from reversal where id = $1 and state = 'RUNNING'`,
      [reversalId],
    );
    if (!running) return null;
    const funds = await tx.sql<{ fundId: string }>(
      `select distinct fund_id as "fundId" from reversal_item where reversal_id = $1 and outcome is null order by 1`,
      [reversalId],
    );
    return { running, funds };
  });
  if (!read) return;
  for (const { fundId } of read.funds) await runFund(ctx, read.running, fundId);
  await ctx.transaction((tx) => close(tx, read.running));
}

async function runFund(ctx: Ctx, running: Running, fundId: string): Promise<void> {
  let why = new Map<string, string>();
  for (let undone = 1; undone > 0; ) {
    undone = 0;
    why = new Map();
    let page: TakeBackPage;
    let after: bigint | null = null;
    do {
      const from: bigint | null = after;
      page = await ctx.transaction((tx) => runPage(tx, running, fundId, from));
      undone += page.reverted.length;
      for (const { operationId, code } of page.refused) why.set(operationId, code);
      after = page.after;
    } while (page.hasMore);
    if (why.size === 0) break;
  }
  await ctx.transaction((tx) => keepRest(tx, running, fundId, why));
}

async function runPage(
  tx: Tx,
  { reversalId, reason, requestedBy, decidedBy }: Running,
  fundId: string,
  after: bigint | null,
): Promise<TakeBackPage> {
  const left = await tx.sql<{ id: string }>(
    `select operation_id as id from reversal_item
      where reversal_id = $1 and fund_id = $2 and outcome is null and forecast = 'REVERSED'`,
    [reversalId, fundId],
  );
  const page = await takeBackOperations(tx, {
    fundId,
    operationIds: left.map((row) => row.id),
    after,
    reason,
    requestedBy,
    told: { reversalId, decidedBy },
  });
  await tx.sql(
    "update reversal_item set outcome = 'REVERSED' where reversal_id = $1 and operation_id = any ($2::uuid[])",
    [reversalId, page.reverted.map((row) => row.operationId)],
  );
  return page;
}

/** What the preview kept stays kept for the same reason; what could not be undone, or had changed by then, says so. */
async function keepRest(tx: Tx, { reversalId }: Running, fundId: string, why: Why): Promise<void> {
  await tx.sql(
    `update reversal_item i set outcome = 'KEPT', code = coalesce(i.forecast_code, w.code, 'CHANGED')
       from reversal_item x left join unnest($3::uuid[], $4::text[]) as w(id, code) on w.id = x.operation_id
      where x.reversal_id = $1 and x.fund_id = $2 and x.outcome is null
        and i.reversal_id = x.reversal_id and i.operation_id = x.operation_id`,
    [reversalId, fundId, [...why.keys()], [...why.values()]],
  );
}

async function close(tx: Tx, { reversalId }: Running): Promise<void> {
  const [done] = await tx.sql<{ id: string }>(
    "update reversal set state = 'DONE', finished_at = $2 where id = $1 and state = 'RUNNING' returning id",
    [reversalId, tx.at],
  );
  if (!done) return;
  const [counts] = await tx.sql<{
    reversed: number;
    kept: number;
    cents: bigint;
    funds: number;
    fundId: string;
  }>(
    `select count(*) filter (where outcome = 'REVERSED')::int as reversed, count(*) filter (where outcome = 'KEPT')::int as kept,
            coalesce(sum(amount_cents) filter (where outcome = 'REVERSED'), 0)::bigint as cents,
            count(distinct fund_id)::int as funds, min(fund_id::text) as "fundId"
       from reversal_item where reversal_id = $1`,
    [reversalId],
  );
  const { reversed = 0, kept = 0, cents = 0n } = counts ?? {};
  await recordEvents(tx, [
    {
      action: "reversal.finish",
      subjectType: "reversal",
      subjectId: reversalId,
      fundId: counts?.funds === 1 ? counts.fundId : null,
      before: { state: "RUNNING" },
      after: { state: "DONE", reversed, kept, totalCents: cents },
    },
  ]);
}
