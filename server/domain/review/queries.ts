import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { queueConditions } from "./queue";

export type ReviewItem = {
  reviewItemId: string;
  subjectType: string;
  subjectId: string;
  fundCode: string | null;
  reason: string;
  evidence: Record<string, unknown>;
  openedAt: Date;
};

/** Open items of the actor's funds, the one that waits longest first. */
export async function listReviews(
  tx: Tx,
  input: { reason?: string | null; fundCode?: string | null; cursor?: string | null; limit?: number },
): Promise<Page<ReviewItem>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 2);
  const rows = await tx.sql<ReviewItem & { openedKey: string }>(
    `select r.id as "reviewItemId", r.subject_type as "subjectType", r.subject_id as "subjectId", f.code as "fundCode",
            r.reason, r.evidence, r.opened_at as "openedAt", r.opened_at::text as "openedKey"
       from review_item r left join fund f on f.id = r.fund_id
      where r.state = 'OPEN' and ($1::uuid[] is null or r.fund_id = any ($1))
        and ($2::text is null or r.reason = $2) and ($3::text is null or f.code = $3)
        and ($4::timestamptz is null or (r.opened_at, r.id) > ($4::timestamptz, $5::uuid))
      order by r.opened_at, r.id limit $6`,
    [
      fundScope(tx.actor),
      input.reason ?? null,
      input.fundCode ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit + 1,
    ],
  );
  const page = toPage(rows, limit, (row) => [row.openedKey, row.reviewItemId]);
  return { ...page, items: page.items.map(({ openedKey: _, ...item }) => item) };
}

export type ReviewCount = { reason: string; count: number; oldestAt: Date };

/** How many items wait for a person, by reason, most first. */
export function countReviews(tx: Tx, input: { fundCode?: string | null } = {}): Promise<ReviewCount[]> {
  return tx.sql<ReviewCount>(
    `select r.reason, count(*)::int as count, min(r.opened_at) as "oldestAt"
       from review_item r left join fund f on f.id = r.fund_id
      where r.state = 'OPEN' and ($1::uuid[] is null or r.fund_id = any ($1)) and ($2::text is null or f.code = $2)
      group by r.reason order by count(*) desc, r.reason`,
    [fundScope(tx.actor), input.fundCode ?? null],
  );
}

/** How many items the actor can decide now, and since when the oldest of them waits: their own queue. */
export async function countDecidable(
  tx: Tx,
  input: { fundCode?: string | null },
): Promise<{ count: number; oldestAt: Date | null }> {
  const { where, params } = queueConditions(tx, { queue: "mine", fundCode: input.fundCode ?? null });
  const [row] = await tx.sql<{ count: number; oldestAt: Date | null }>(
    `select count(*)::int as count, min(i.opened_at) as "oldestAt" from review_item i where ${where}`,
    params,
  );
  return row as { count: number; oldestAt: Date | null };
}

/** What items are called, by id: the operation's id in its file. What is in no fund of the actor has no name. */
export async function findReviewNames(
  tx: Tx,
  reviewItemIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.sql<{ id: string; name: string }>(
    `select i.id, o.external_id as name from review_item i join operation o on o.id = i.subject_id
      where i.id = any ($2::uuid[]) and ($1::uuid[] is null or i.fund_id = any ($1))`,
    [fundScope(tx.actor), reviewItemIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
