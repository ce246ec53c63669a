import { type EventAction, recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { groupBy } from "#server/kernel/group-by";
import { type BoundItem, lockItems } from "./item";
import { applyReviewsJob } from "./jobs";
import { withdrawReviews } from "./open";
import type { Decided, ReviewSubjects } from "./subject";

const pageSize = 500;

type Held = Omit<Decided, keyof BoundItem> & { decisionId: string; reviewItemId: string };
type Taken = BoundItem & Held;

/**
 * Gives effect to the decisions of a batch that nobody undid. What was shown is looked at again first:
 * where it no longer holds the decision falls, and the subject is judged anew. Running twice takes
 * nothing twice.
 */
export async function applyReviews(
  ctx: Ctx,
  subjects: ReviewSubjects,
  { batchId }: { batchId: string },
): Promise<void> {
  let after: string | null = "00000000-0000-0000-0000-000000000000";
  while (after) {
    const from: string = after;
    after = await ctx.transaction((tx) => applyPage(tx, subjects, batchId, from));
  }
  await ctx.transaction((tx) => comeBack(tx, batchId));
}

/** A batch that was decided page by page is held page by page. */
async function comeBack(tx: Tx, batchId: string): Promise<void> {
  const [left] = await tx.sql<{ dueAt: Date | null }>(
    `select min(due_at) as "dueAt" from review_decision where batch_id = $1 and state = 'HELD'`,
    [batchId],
  );
  const dueAt = left?.dueAt;
  if (dueAt) await enqueue(tx, applyReviewsJob, [{ batchId }], { dueAt: () => dueAt });
}

async function applyPage(
  tx: Tx,
  subjects: ReviewSubjects,
  batchId: string,
  after: string,
): Promise<string | null> {
  const page = await tx.sql<{ reviewItemId: string; subjectType: string; subjectId: string }>(
    `select i.id as "reviewItemId", i.subject_type as "subjectType", i.subject_id as "subjectId"
       from review_decision d join review_item i on i.id = d.review_item_id
      where d.batch_id = $1 and d.state = 'HELD' and d.due_at <= now() and i.id > $2
      order by i.id limit $3`,
    [batchId, after, pageSize],
  );
  // Subjects before items, as everything else that writes both does.
  for (const [type, ofType] of groupBy(page, (row) => row.subjectType)) {
    await subjects[type]?.lock(
      tx,
      ofType.map((row) => row.subjectId),
    );
  }
  const items = await lockItems(
    tx,
    page.map((row) => row.reviewItemId),
  );
  const taken = await readHeld(tx, batchId, items);
  for (const [type, ofType] of groupBy(taken, (item) => item.subjectType)) {
    for (const alike of groupBy(ofType, (item) => item.verdict).values())
      await take(tx, subjects, type, alike);
  }
  return page.length === pageSize ? (page.at(-1)?.reviewItemId ?? null) : null;
}

async function readHeld(tx: Tx, batchId: string, items: readonly BoundItem[]): Promise<Taken[]> {
  const held = await tx.sql<Held>(
    `select id as "decisionId", review_item_id as "reviewItemId", verdict, reason_code as "reasonCode", text, change,
            decided_by as "decidedBy"
       from review_decision where batch_id = $1 and state = 'HELD' and review_item_id = any ($2::uuid[])`,
    [batchId, items.map((item) => item.reviewItemId)],
  );
  const byItem = new Map(held.map((decision) => [decision.reviewItemId, decision]));
  return items.flatMap((item) => {
    const decision = byItem.get(item.reviewItemId);
    return decision && item.state === "HELD" ? [{ ...item, ...decision }] : [];
  });
}

async function take(tx: Tx, subjects: ReviewSubjects, type: string, items: readonly Taken[]): Promise<void> {
  // The subject goes on because its item is decided, which the database asks for.
  await closeItems(tx, items, "DECIDED");
  const fallen = (await subjects[type]?.apply(tx, items)) ?? new Set<string>();
  const [holding, changed] = [true, false].map((isHolding) =>
    items.filter((item) => !fallen.has(item.reviewItemId) === isHolding),
  ) as [Taken[], Taken[]];
  await closeItems(tx, changed, "WITHDRAWN");
  await closeDecisions(tx, holding, changed);
  await withdrawReviews(
    tx,
    holding.map((item) => item.subjectId),
  );
  const event = (action: EventAction) => (item: Taken) => ({
    action,
    subjectType: item.subjectType,
    subjectId: item.subjectId,
    fundId: item.fundId,
    after: { reviewItemId: item.reviewItemId, decisionId: item.decisionId, verdict: item.verdict },
  });
  await recordEvents(tx, [...holding.map(event("review.apply")), ...changed.map(event("review.fall"))]);
}

async function closeItems(tx: Tx, items: readonly Taken[], state: "DECIDED" | "WITHDRAWN"): Promise<void> {
  if (items.length === 0) return;
  await tx.sql("update review_item set state = $2, closed_at = $3 where id = any ($1::uuid[])", [
    items.map((item) => item.reviewItemId),
    state,
    tx.at,
  ]);
}

/** First approvals end as the last one does; what another verdict overrules, or what no longer holds, is void. */
async function closeDecisions(tx: Tx, holding: readonly Taken[], changed: readonly Taken[]): Promise<void> {
  await tx.sql(
    `update review_decision d
        set closed_at = $3,
            state = case when d.review_item_id = any ($1::uuid[]) and (d.state = 'HELD' or d.verdict = i.verdict) then 'APPLIED' else 'VOIDED' end
       from (select review_item_id, verdict from review_decision where review_item_id = any ($1::uuid[] || $2::uuid[]) and state = 'HELD') as i
      where d.review_item_id = i.review_item_id and d.state in ('STANDING', 'HELD')`,
    [holding.map((item) => item.reviewItemId), changed.map((item) => item.reviewItemId), tx.at],
  );
}
