import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Tx } from "#server/kernel/context";
import { DomainError, type ErrorCode } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import { type BoundItem, lockItems } from "./item";
import { applyReviewsJob } from "./jobs";
import { holdMs, outcomeOf, saysEnough, type Verdict } from "./model/verdict";
import type { Decided, ReviewSubjects } from "./subject";

export type Decision = {
  readonly verdict: Verdict;
  readonly reasonCode: string;
  readonly text: string | null;
  readonly change: Decided["change"];
  /** Whether the person proved again, just now, who they are. */
  readonly isProven: boolean;
};

/** Whose decision it is, where the actor is a job that carries it out, and the set that it belongs to. */
export type Behalf = { readonly userId: string | null; readonly batchId: string };

/** HELD takes effect at `dueAt` unless undone; STANDING waits for another person. */
export type DecisionResult =
  | { readonly reviewItemId: string; readonly state: "HELD"; readonly dueAt: Date }
  | { readonly reviewItemId: string; readonly state: "STANDING" }
  | { readonly reviewItemId: string; readonly state: "REFUSED"; readonly code: ErrorCode };

/** What was shown of each item: item → SHA-256 (hex). */
export type Shown = ReadonlyMap<string, string>;

/**
 * One person's decision about items, each on its own: those that cannot take it say why, the others do.
 * The last decision that an item needs is held for ten seconds and takes effect by a job then; a rejection
 * or an edit needs one person. Bound to what was shown, never an author's, never twice the same person's;
 * the database refuses the same things.
 * @throws DomainError `input.invalid` when the reason does not say enough
 */
export async function decideItems(
  tx: Tx,
  subjects: ReviewSubjects,
  shown: Shown,
  decision: Decision,
  behalf: Behalf = { userId: tx.actor.userId, batchId: newId() },
): Promise<DecisionResult[]> {
  if (!saysEnough(decision.verdict, decision.reasonCode, decision.text))
    throw new DomainError("input.invalid", { field: "text" });
  const items = await lockItems(tx, [...shown.keys()]);
  const refused = await findRefusals(tx, subjects, items, shown, decision, behalf.userId);
  const taken = items.filter((item) => !refused.has(item.reviewItemId));
  const byId = new Map(taken.map((item) => [item.reviewItemId, item]));
  const standing = await countStanding(tx, taken, decision.verdict);
  const isLast = (item: BoundItem) =>
    decision.verdict !== "APPROVE" || (standing.get(item.reviewItemId) ?? 0) + 1 >= item.approvalsNeeded;
  const dueAt = new Date(tx.at.getTime() + holdMs);
  await write(tx, taken, { decision, isLast, dueAt, behalf });
  return [...shown.keys()].map((reviewItemId) => {
    const item = byId.get(reviewItemId);
    if (!item)
      return { reviewItemId, state: "REFUSED", code: refused.get(reviewItemId) ?? "review.not_found" };
    return isLast(item) ? { reviewItemId, state: "HELD", dueAt } : { reviewItemId, state: "STANDING" };
  });
}

type Refusals = Map<string, ErrorCode>;

/** Why each item cannot take the decision of `me`; absent when it can. */
export async function findRefusals(
  tx: Tx,
  subjects: ReviewSubjects,
  items: readonly BoundItem[],
  shown: Shown,
  { verdict, change, isProven }: Decision,
  me: string | null,
): Promise<Refusals> {
  const mine = await tx.sql<{ reviewItemId: string }>(
    `select review_item_id as "reviewItemId" from review_decision
      where review_item_id = any ($1::uuid[]) and decided_by = $2 and state in ('STANDING', 'HELD', 'APPLIED')`,
    [items.map((item) => item.reviewItemId), me],
  );
  const alreadyMine = new Set(mine.map((row) => row.reviewItemId));
  const refusalOf = (item: BoundItem): ErrorCode | null => {
    if (me === null || item.authorIds.includes(me)) return "review.own";
    if (item.state !== "OPEN") return "review.decided";
    if (shown.get(item.reviewItemId) !== item.evidenceHash) return "review.changed";
    if (alreadyMine.has(item.reviewItemId)) return "review.approved_by_you";
    if (item.asksStepUp && !isProven && verdict !== "REJECT") return "review.proof_required";
    return null;
  };
  const refused: Refusals = new Map();
  for (const item of items) {
    const code = refusalOf(item);
    if (code) refused.set(item.reviewItemId, code);
  }
  const left = items.filter((item) => !refused.has(item.reviewItemId));
  for (const [type, subject] of Object.entries(subjects)) {
    const own = left.filter((item) => item.subjectType === type);
    if (own.length === 0) continue;
    for (const [id, code] of await subject.refusals(tx, own, verdict, change)) refused.set(id, code);
  }
  return refused;
}

/** First approvals that each item has. */
export async function countStanding(
  tx: Tx,
  items: readonly BoundItem[],
  verdict: Verdict,
): Promise<Map<string, number>> {
  if (verdict !== "APPROVE") return new Map();
  const rows = await tx.sql<{ id: string; count: number }>(
    `select review_item_id as id, count(*)::int as count from review_decision
      where review_item_id = any ($1::uuid[]) and state = 'STANDING' and verdict = 'APPROVE' group by 1`,
    [items.map((item) => item.reviewItemId)],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

type Writing = {
  decision: Decision;
  isLast: (item: BoundItem) => boolean;
  dueAt: Date;
  behalf: Behalf;
};

async function write(tx: Tx, items: readonly BoundItem[], writing: Writing): Promise<void> {
  if (items.length === 0) return;
  const { decision, isLast, dueAt, behalf } = writing;
  const { verdict, reasonCode, text } = decision;
  await tx.sql(
    `insert into review_decision (id, batch_id, review_item_id, fund_id, verdict, reason_code, text, evidence_hash, change, decided_by, decided_at, state, due_at)
     select id, $5, item, fund, $6, $7, $8, decode(shown, 'hex'), $9::jsonb, $10, $11, case when last then 'HELD' else 'STANDING' end, case when last then $12::timestamptz end
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $13::boolean[]) as d(id, item, fund, shown, last)`,
    [
      items.map(() => newId()),
      items.map((item) => item.reviewItemId),
      sqlArray(items.map((item) => item.fundId)),
      items.map((item) => item.evidenceHash),
      behalf.batchId,
      verdict,
      reasonCode,
      text?.trim() || null,
      decision.change === null ? null : JSON.stringify(decision.change),
      behalf.userId,
      tx.at,
      dueAt,
      items.map(isLast),
    ],
  );
  const held = items.filter(isLast).map((item) => item.reviewItemId);
  await tx.sql("update review_item set state = 'HELD', outcome = $2 where id = any ($1::uuid[])", [
    held,
    outcomeOf[verdict],
  ]);
  await recordEvents(
    tx,
    items.map((item) => ({
      action: "review.decide",
      subjectType: item.subjectType,
      subjectId: item.subjectId,
      fundId: item.fundId,
      after: {
        reviewItemId: item.reviewItemId,
        verdict,
        reasonCode,
        evidenceHash: item.evidenceHash,
        isLast: isLast(item),
        decidedBy: behalf.userId,
        ...(decision.change === null ? {} : { change: decision.change }),
      },
      ...(text?.trim() ? { reason: text.trim() } : {}),
    })),
  );
  if (held.length > 0)
    await enqueue(tx, applyReviewsJob, [{ batchId: behalf.batchId }], { dueAt: () => dueAt });
}
