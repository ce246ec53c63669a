import { recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import {
  deliverMail,
  type Mail,
  mailOfLines,
  notify,
  type PendingNotification,
} from "#server/domain/notifications/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { type BoundItem, lockItems } from "./item";
import { sendQuestionJob } from "./jobs";

const kinds = { question: "review.question", answer: "review.answer" } as const;

/**
 * Says something about an item, or asks the managers of its fund about it: they are told, on screen and by
 * mail. Whoever asked is told of what is said after.
 * @throws DomainError `review.not_found`
 */
export async function commentOnItem(
  tx: Tx,
  input: { reviewItemId: string; kind: "COMMENT" | "QUESTION"; text: string },
): Promise<{ commentId: string }> {
  const [item] = await lockItems(tx, [input.reviewItemId]);
  if (!item) throw new DomainError("review.not_found", { reviewItemId: input.reviewItemId });
  const { reviewItemId, subjectType, subjectId, fundId } = item;
  const isQuestion = input.kind === "QUESTION";
  const [commentId, text] = [newId(), input.text.trim()];
  await tx.sql(
    `insert into review_comment (id, review_item_id, fund_id, kind, text, written_by, written_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [commentId, reviewItemId, fundId, input.kind, text, tx.actor.userId, tx.at],
  );
  const action = isQuestion ? "review.ask" : "review.comment";
  const after = { reviewItemId, commentId };
  await recordEvents(tx, [{ action, subjectType, subjectId, fundId, after, reason: text }]);
  const told = isQuestion ? await whoAnswers(tx, item) : await whoAsked(tx, reviewItemId);
  const ids = await notify(
    tx,
    told.map((userId) => ({
      kind: isQuestion ? kinds.question : kinds.answer,
      subjectId: reviewItemId,
      userId,
      occasion: commentId,
    })),
  );
  await enqueue(
    tx,
    sendQuestionJob,
    ids.map((notificationId) => ({ notificationId })),
  );
  return { commentId };
}

/** The managers of the item's fund; where it has none besides the asker, who wrote what stopped. */
async function whoAnswers(tx: Tx, item: BoundItem): Promise<string[]> {
  const managers = await tx.sql<{ id: string }>(
    `select u.id from app_user u
      where u.role = 'gestor' and u.disabled_at is null and u.id is distinct from $2
        and (u.sees_all_funds or exists (select 1 from user_fund f where f.user_id = u.id and f.fund_id = $1))
      order by u.id`,
    [item.fundId, tx.actor.userId],
  );
  return managers.length > 0
    ? managers.map(({ id }) => id)
    : item.authorIds.filter((id) => id !== tx.actor.userId);
}

async function whoAsked(tx: Tx, reviewItemId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `select distinct u.id from review_comment c join app_user u on u.id = c.written_by
      where c.review_item_id = $1 and c.kind = 'QUESTION' and u.disabled_at is null and u.id is distinct from $2
      order by u.id`,
    [reviewItemId, tx.actor.userId],
  );
  return rows.map(({ id }) => id);
}

/** Sends one person what was asked or answered, with the way to the item; nothing once they may not see its fund. */
export async function sendQuestion(ctx: Ctx, payload: { notificationId: string }): Promise<void> {
  await deliverMail(ctx, payload, composeQuestion);
}

async function composeQuestion(
  tx: Tx,
  { id, kind, subjectId, userId }: PendingNotification,
): Promise<Mail | null> {
  const [comment] = await tx.sql<{ text: string; writerName: string; fundCode: string | null }>(
    `select c.text, w.name as "writerName", f.code as "fundCode"
       from notification n
       join review_comment c on n.dedupe_key = concat_ws(':', n.kind, n.subject_id, n.user_id, c.id)
       join app_user w on w.id = c.written_by
       join app_user r on r.id = $3
       left join fund f on f.id = c.fund_id
      where n.id = $1 and c.review_item_id = $2
        and (r.sees_all_funds or exists (select 1 from user_fund x where x.user_id = r.id and x.fund_id = c.fund_id))`,
    [id, subjectId, userId],
  );
  if (!comment) return null;
  const did = kind === kinds.question ? "perguntou sobre" : "respondeu em";
  const lines = [
    `${comment.writerName} ${did} um item da revisão${comment.fundCode ? ` do fundo ${comment.fundCode}` : ""}:`,
    `“${comment.text}”`,
    `Veja o item e responda nele: ${tx.ports.siteUrl}/revisao/${subjectId}`,
  ];
  return mailOfLines(`${comment.writerName} ${did} um item da revisão`, lines);
}
