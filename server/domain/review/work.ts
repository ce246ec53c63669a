import { type EventAction, recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { type BoundItem, lockItems, presenceS } from "./item";
import { withdrawReviews } from "./open";
import { queueConditions } from "./queue";
import type { ReviewSubjects } from "./subject";

/**
 * Puts an item off until an instant; it comes back by itself then, or when it changes. An author, who does
 * not decide it, does not keep it from those who do either.
 * @throws DomainError `review.not_found`, `review.decided`, `review.own`, `input.invalid` for an instant that has passed
 */
export async function snoozeItem(tx: Tx, input: { reviewItemId: string; until: Date | null }): Promise<void> {
  const item = await lockOpen(tx, input.reviewItemId);
  if (tx.actor.userId !== null && item.authorIds.includes(tx.actor.userId))
    throw new DomainError("review.own", { reviewItemId: item.reviewItemId });
  if (input.until && input.until <= tx.at) throw new DomainError("input.invalid", { field: "until" });
  await tx.sql("update review_item set snoozed_until = $2 where id = $1", [item.reviewItemId, input.until]);
  await record(tx, item, input.until ? "review.snooze" : "review.wake", {
    until: input.until?.toISOString() ?? null,
  });
}

/**
 * Gives an item to a person who may decide it, or to nobody.
 * @throws DomainError `review.not_found`, `review.decided`, `user.not_found`, `review.own` for an author of it
 */
export async function assignItem(
  tx: Tx,
  input: { reviewItemId: string; userId: string | null },
): Promise<void> {
  const item = await lockOpen(tx, input.reviewItemId);
  if (input.userId) {
    if (item.authorIds.includes(input.userId)) throw new DomainError("review.own");
    const able = await tx.sql(
      `select 1 from app_user u where u.id = $1 and u.disabled_at is null and u.role in ('gestor', 'auditor')
          and (u.sees_all_funds or exists (select 1 from user_fund f where f.user_id = u.id and f.fund_id = $2))`,
      [input.userId, item.fundId],
    );
    if (able.length === 0) throw new DomainError("user.not_found");
  }
  await tx.sql("update review_item set assigned_to = $2 where id = $1", [item.reviewItemId, input.userId]);
  await record(tx, item, "review.assign", { userId: input.userId });
}

/**
 * Asks the sources and the rules again, now: the item closes, and another opens if they still object.
 * @throws DomainError `review.not_found`, `review.decided`
 */
export async function runItemAgain(tx: Tx, subjects: ReviewSubjects, reviewItemId: string): Promise<void> {
  const [found] = await tx.sql<{ subjectType: string; subjectId: string }>(
    `select subject_type as "subjectType", subject_id as "subjectId" from review_item where id = $1`,
    [reviewItemId],
  );
  const subject = subjects[found?.subjectType ?? ""];
  if (found) await subject?.lock(tx, [found.subjectId]);
  const item = await lockOpen(tx, reviewItemId);
  await withdrawReviews(tx, [item.subjectId]);
  await record(tx, item, "review.run_again", {});
  await subject?.runAgain(tx, [item.subjectId]);
}

/**
 * Takes the next item that nobody has: assigned to the reader in the same step, so that two people who
 * ask at once get different ones. Null when there is none.
 */
export async function takeNext(tx: Tx): Promise<{ reviewItemId: string } | null> {
  const { where, params } = queueConditions(tx, { queue: "mine" });
  const [taken] = await tx.sql<{ id: string }>(
    `update review_item set assigned_to = $2
      where id = (select i.id from review_item i where ${where} and i.assigned_to is null
                   order by i.due_at, i.id limit 1 for no key update skip locked)
     returning id`,
    params,
  );
  if (!taken) return null;
  const [item] = await lockItems(tx, [taken.id]);
  await record(tx, item as BoundItem, "review.assign", { userId: tx.actor.userId });
  return { reviewItemId: taken.id };
}

/** Says that the reader has the item before them, and who else does. Nothing that is worth an event. */
export async function markReviewPresence(
  tx: Tx,
  reviewItemId: string,
): Promise<{ userId: string; name: string }[]> {
  await tx.sql(
    `insert into review_presence (review_item_id, user_id, seen_at)
     select id, $2, now() from review_item where id = $1
     on conflict (review_item_id, user_id) do update set seen_at = excluded.seen_at`,
    [reviewItemId, tx.actor.userId],
  );
  await tx.sql("delete from review_presence where user_id = $1 and review_item_id <> $2", [
    tx.actor.userId,
    reviewItemId,
  ]);
  return await tx.sql<{ userId: string; name: string }>(
    `select u.id as "userId", u.name from review_presence p join app_user u on u.id = p.user_id
      where p.review_item_id = $1 and p.user_id <> $2 and p.seen_at > now() - $3 * interval '1 second' order by u.name`,
    [reviewItemId, tx.actor.userId, presenceS],
  );
}

async function lockOpen(tx: Tx, reviewItemId: string): Promise<BoundItem> {
  const [item] = await lockItems(tx, [reviewItemId]);
  if (!item) throw new DomainError("review.not_found", { reviewItemId });
  if (item.state !== "OPEN") throw new DomainError("review.decided", { reviewItemId });
  return item;
}

async function record(
  tx: Tx,
  item: BoundItem,
  action: EventAction,
  after: Record<string, string | null>,
): Promise<void> {
  await recordEvents(tx, [
    {
      action,
      subjectType: item.subjectType,
      subjectId: item.subjectId,
      fundId: item.fundId,
      after: { reviewItemId: item.reviewItemId, ...after },
    },
  ]);
}
