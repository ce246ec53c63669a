import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { lockItems } from "./item";

/**
 * Takes one's own decision back before it has taken effect: the item is open again, and the decision
 * stays on record as undone. Afterwards there is only a reversal.
 * @throws DomainError `review.not_found`, `review.not_held` when there is nothing left to undo
 */
export async function undoDecision(tx: Tx, reviewItemId: string): Promise<void> {
  const [item] = await lockItems(tx, [reviewItemId]);
  if (!item) throw new DomainError("review.not_found", { reviewItemId });
  // While another's decision is held, a first approval is part of it.
  const [decision] = await tx.sql<{ id: string; verdict: string }>(
    `update review_decision set state = 'UNDONE', closed_at = $3
      where review_item_id = $1 and decided_by = $2 and state = $4 returning id, verdict`,
    [reviewItemId, tx.actor.userId, tx.at, item.state === "HELD" ? "HELD" : "STANDING"],
  );
  if (!decision) throw new DomainError("review.not_held", { reviewItemId });
  await tx.sql("update review_item set state = 'OPEN', outcome = null where id = $1 and state = 'HELD'", [
    reviewItemId,
  ]);
  await recordEvents(tx, [
    {
      action: "review.undo",
      subjectType: item.subjectType,
      subjectId: item.subjectId,
      fundId: item.fundId,
      before: { reviewItemId, verdict: decision.verdict },
    },
  ]);
}
