import { type EventAction, recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { runReversalJob } from "./jobs";
import { tellDeciders } from "./tell";

type Locked = { state: string; requestedBy: string; reason: string; fundId: string | null; isWhole: boolean };

/**
 * Asks a second person for what the asker has looked at; everybody who may be that person is told. Enqueues:
 * call it last.
 * @throws DomainError `reversal.not_found`, `reversal.wrong_state`, `reversal.empty` when nothing of it can be undone
 */
export async function requestReversal(tx: Tx, { reversalId }: { reversalId: string }): Promise<void> {
  const reversal = await lock(tx, reversalId);
  if (reversal.requestedBy !== tx.actor.userId) throw new DomainError("reversal.not_found");
  if (reversal.state !== "PREVIEWED") throw new DomainError("reversal.wrong_state");
  const [some] = await tx.sql(
    "select 1 from reversal_item where reversal_id = $1 and forecast = 'REVERSED' limit 1",
    [reversalId],
  );
  if (!some) throw new DomainError("reversal.empty");
  await tx.sql("update reversal set state = 'REQUESTED', requested_at = $2 where id = $1", [
    reversalId,
    tx.at,
  ]);
  await record(tx, reversalId, reversal, "reversal.request", "REQUESTED", reversal.reason);
  await tellDeciders(tx, reversalId);
}

/** @throws DomainError `reversal.not_found` also for another's, `reversal.wrong_state` once it was decided */
export async function withdrawReversal(tx: Tx, { reversalId }: { reversalId: string }): Promise<void> {
  const reversal = await lock(tx, reversalId);
  if (reversal.requestedBy !== tx.actor.userId) throw new DomainError("reversal.not_found");
  if (!["PREVIEWED", "REQUESTED"].includes(reversal.state)) throw new DomainError("reversal.wrong_state");
  await tx.sql("update reversal set state = 'WITHDRAWN' where id = $1", [reversalId]);
  await record(tx, reversalId, reversal, "reversal.withdraw", "WITHDRAWN");
}

/**
 * The second person's word: approved, exactly the frozen set is undone in the background. Never by who
 * asked, nor by who sent or edited one of the operations (the database refuses it as well), and only by
 * somebody who sees every fund of it.
 * @throws DomainError `reversal.not_found`, `reversal.wrong_state`, `reversal.own`
 */
export async function decideReversal(
  tx: Tx,
  input: { reversalId: string; verdict: "approve" | "reject"; reason: string },
): Promise<void> {
  const { reversalId, verdict, reason } = input;
  const reversal = await lock(tx, reversalId);
  if (reversal.state !== "REQUESTED") throw new DomainError("reversal.wrong_state");
  const { userId } = tx.actor;
  if (!userId || reversal.requestedBy === userId) throw new DomainError("reversal.own");
  if (verdict === "approve") {
    const own = await tx.sql(
      "select 1 from reversal_item where reversal_id = $1 and $2::uuid = any (lastro.review_authors('operation', operation_id)) limit 1",
      [reversalId, userId],
    );
    if (own.length > 0) throw new DomainError("reversal.own");
  }
  const state = verdict === "approve" ? "RUNNING" : "REFUSED";
  await tx.sql(
    "update reversal set state = $2, decided_by = $3::uuid, decided_at = $4, decision_reason = $5 where id = $1",
    [reversalId, state, userId, tx.at, reason],
  );
  await record(tx, reversalId, reversal, `reversal.${verdict}`, state, reason);
  if (verdict === "approve") await enqueue(tx, runReversalJob, [{ reversalId }]);
}

/** Who does not see all of it gets the same answer as for none. */
async function lock(tx: Tx, reversalId: string): Promise<Locked> {
  const [row] = await tx.sql<Locked>(
    `select r.state, r.requested_by as "requestedBy", r.reason,
            (select case when count(distinct fund_id) = 1 then min(fund_id::text)::uuid end from reversal_item where reversal_id = r.id) as "fundId",
            (select count(*) from reversal_item where reversal_id = r.id and ($2::uuid[] is null or fund_id = any ($2))) = r.item_count as "isWhole"
       from reversal r where r.id = $1 for no key update of r`,
    [reversalId, fundScope(tx.actor)],
  );
  if (!row?.isWhole) throw new DomainError("reversal.not_found");
  return row;
}

async function record(
  tx: Tx,
  reversalId: string,
  before: Locked,
  action: EventAction,
  state: string,
  reason?: string,
): Promise<void> {
  await recordEvents(tx, [
    {
      action,
      subjectType: "reversal",
      subjectId: reversalId,
      fundId: before.fundId,
      before: { state: before.state },
      after: { state },
      ...(reason ? { reason } : {}),
    },
  ]);
}
