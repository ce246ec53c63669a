import type { SubjectType } from "#server/domain/audit/index";
import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import type { ItemState, Outcome } from "./model/verdict";
import type { ItemOfSubject } from "./subject";

/** An item with what binds a decision about it: the database worked these out when it was opened. */
export type BoundItem = ItemOfSubject & {
  readonly subjectType: SubjectType;
  readonly state: ItemState;
  readonly outcome: Outcome | null;
  readonly amountCents: bigint | null;
  /** SHA-256 (hex) of what a person is shown; a decision names the one it saw. */
  readonly evidenceHash: string;
  readonly approvalsNeeded: number;
  readonly asksStepUp: boolean;
  readonly authorIds: readonly string[];
};

/** As long as somebody's screen says that it is there; then they are gone. */
export const presenceS = 30;

export const itemColumns = `i.id as "reviewItemId", i.subject_type as "subjectType", i.subject_id as "subjectId", i.fund_id as "fundId",
  i.reason, i.evidence, i.state, i.outcome, i.amount_cents as "amountCents", encode(i.evidence_hash, 'hex') as "evidenceHash",
  i.approvals_needed as "approvalsNeeded", i.asks_step_up as "asksStepUp", i.author_ids as "authorIds"`;

/** Items of the actor's funds, locked in id order; another fund's are not there. */
export async function lockItems(tx: Tx, reviewItemIds: readonly string[]): Promise<BoundItem[]> {
  return await tx.sql<BoundItem>(
    `select ${itemColumns} from review_item i
      where i.id = any ($1::uuid[]) and ($2::uuid[] is null or i.fund_id = any ($2))
      order by i.id for no key update`,
    [reviewItemIds, fundScope(tx.actor)],
  );
}
