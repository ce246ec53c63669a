import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError, type ErrorCode } from "#server/kernel/errors";
import { findRefusals } from "./decide";
import { type BoundItem, itemColumns } from "./item";
import type { Verdict } from "./model/verdict";
import type { ReviewSubjects } from "./subject";

export type ShownDecision = {
  decisionId: string;
  verdict: Verdict;
  reasonCode: string;
  text: string | null;
  change: Record<string, string | null> | null;
  deciderId: string;
  deciderName: string;
  isMine: boolean;
  decidedAt: Date;
  state: "STANDING" | "HELD" | "APPLIED" | "UNDONE" | "VOIDED";
  dueAt: Date | null;
};
export type ShownComment = {
  commentId: string;
  kind: "COMMENT" | "QUESTION";
  text: string;
  writerName: string;
  writtenAt: Date;
};

export type OtherItem = Pick<BoundItem, "reviewItemId" | "reason" | "state" | "outcome"> & { openedAt: Date };

export type ItemDetail = Omit<BoundItem, "authorIds"> & {
  fundCode: string | null;
  openedAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
  snoozedUntil: Date | null;
  assignee: { userId: string; name: string } | null;
  isOwn: boolean;
  decisions: ShownDecision[];
  comments: ShownComment[];
  /** Why the reader cannot decide so now; null where they can. A proof is asked for only when deciding. */
  refusals: Record<Verdict, ErrorCode | null>;
  /** The other items of the same subject, newest first: what this one took the place of, and what took its. */
  others: OtherItem[];
  /** People who may still decide it. */
  deciders: { userId: string; name: string }[];
};

/** An item with its history and what the reader may do with it. @throws `review.not_found` */
export async function getItem(tx: Tx, subjects: ReviewSubjects, reviewItemId: string): Promise<ItemDetail> {
  const [row] = await tx.sql<
    BoundItem & Pick<ItemDetail, "fundCode" | "openedAt" | "dueAt" | "closedAt" | "snoozedUntil" | "assignee">
  >(
    `select ${itemColumns}, f.code as "fundCode", i.opened_at as "openedAt", i.due_at as "dueAt", i.closed_at as "closedAt",
            i.snoozed_until as "snoozedUntil",
            case when a.id is not null then json_build_object('userId', a.id, 'name', a.name) end as assignee
       from review_item i left join fund f on f.id = i.fund_id left join app_user a on a.id = i.assigned_to
      where i.id = $1 and ($2::uuid[] is null or i.fund_id = any ($2))`,
    [reviewItemId, fundScope(tx.actor)],
  );
  if (!row) throw new DomainError("review.not_found", { reviewItemId });
  const { authorIds, ...item } = row;
  return {
    ...item,
    isOwn: tx.actor.userId !== null && authorIds.includes(tx.actor.userId),
    decisions: await readDecisions(tx, reviewItemId),
    comments: await readComments(tx, reviewItemId),
    refusals: await refusalsOf(tx, subjects, row),
    others: await readOthers(tx, row),
    deciders: await readDeciders(tx, row),
  };
}

async function refusalsOf(
  tx: Tx,
  subjects: ReviewSubjects,
  item: BoundItem,
): Promise<ItemDetail["refusals"]> {
  const shown = new Map([[item.reviewItemId, item.evidenceHash]]);
  const refusalOf = async (verdict: Verdict) => {
    if (!tx.actor.capabilities.has("review:decide")) return "auth.denied" as const;
    const decision = { verdict, reasonCode: "OUTRO", text: null, change: null, isProven: true };
    const code = (await findRefusals(tx, subjects, [item], shown, decision, tx.actor.userId)).get(
      item.reviewItemId,
    );
    // Nothing was changed yet that could be judged.
    return code === "review.not_editable" ? null : (code ?? null);
  };
  return {
    APPROVE: await refusalOf("APPROVE"),
    REJECT: await refusalOf("REJECT"),
    EDIT: await refusalOf("EDIT"),
  };
}

async function readDecisions(tx: Tx, reviewItemId: string): Promise<ShownDecision[]> {
  return await tx.sql<ShownDecision>(
    `select d.id as "decisionId", d.verdict, d.reason_code as "reasonCode", d.text, d.change, d.decided_by as "deciderId",
            u.name as "deciderName", coalesce(d.decided_by = $2, false) as "isMine", d.decided_at as "decidedAt", d.state, d.due_at as "dueAt"
       from review_decision d join app_user u on u.id = d.decided_by where d.review_item_id = $1 order by d.decided_at, d.id`,
    [reviewItemId, tx.actor.userId],
  );
}

async function readComments(tx: Tx, reviewItemId: string): Promise<ShownComment[]> {
  return await tx.sql<ShownComment>(
    `select c.id as "commentId", c.kind, c.text, u.name as "writerName", c.written_at as "writtenAt"
       from review_comment c join app_user u on u.id = c.written_by where c.review_item_id = $1 order by c.written_at, c.id`,
    [reviewItemId],
  );
}

async function readOthers(tx: Tx, item: BoundItem): Promise<OtherItem[]> {
  return await tx.sql<OtherItem>(
    `select id as "reviewItemId", reason, state, outcome, opened_at as "openedAt" from review_item
      where subject_type = $1 and subject_id = $2 and id <> $3 and ($4::uuid[] is null or fund_id = any ($4))
      order by opened_at desc, id desc limit 10`,
    [item.subjectType, item.subjectId, item.reviewItemId, fundScope(tx.actor)],
  );
}

async function readDeciders(tx: Tx, item: BoundItem): Promise<ItemDetail["deciders"]> {
  return await tx.sql<{ userId: string; name: string }>(
    `select u.id as "userId", u.name from app_user u
      where u.disabled_at is null and u.role in ('gestor', 'auditor') and u.id <> all ($1::uuid[])
        and (u.sees_all_funds or exists (select 1 from user_fund f where f.user_id = u.id and f.fund_id = $2))
        and not exists (select 1 from review_decision d where d.review_item_id = $3 and d.decided_by = u.id and d.state = 'STANDING')
      order by u.name limit 50`,
    [item.authorIds, item.fundId, item.reviewItemId],
  );
}
