import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import type { BulkEnd } from "./bulk";

export type BulkItem = {
  reviewItemId: string;
  externalId: string | null;
  fundCode: string | null;
  reason: string;
  amountCents: bigint | null;
  /** Who decided it instead, where somebody was faster. */
  deciderName: string | null;
};

/** Most money first; what has no price counts as most, as in the queue. */
const place = "(-coalesce(b.amount_cents, 9000000000000000000))";

/**
 * The items of one part of one's set, one by one: those that the dry run, or its end, put there.
 * @throws DomainError `review.not_found` also for another's set
 */
export async function listBulkItems(
  tx: Tx,
  input: {
    bulkId: string;
    of: "forecast" | "outcome";
    end: BulkEnd;
    code?: string | null;
    cursor?: string | null;
    limit?: number;
  },
): Promise<Page<BulkItem>> {
  const limit = input.limit ?? pageSize;
  const own = await tx.sql("select 1 from review_bulk where id = $1 and created_by = $2", [
    input.bulkId,
    tx.actor.userId,
  ]);
  if (own.length === 0) throw new DomainError("review.not_found", { bulkId: input.bulkId });
  const after = decodeCursor(input.cursor, 2);
  const rows = await tx.sql<BulkItem & { place: string }>(
    `select b.review_item_id as "reviewItemId", o.external_id as "externalId", f.code as "fundCode", i.reason,
            b.amount_cents as "amountCents", d.name as "deciderName", ${place}::text as place
       from review_bulk_item b
       join review_item i on i.id = b.review_item_id
       left join operation o on o.id = i.subject_id
       left join fund f on f.id = b.fund_id
       left join lateral (
         select u.name from review_decision d join app_user u on u.id = d.decided_by
          where b.code = 'review.decided' and d.review_item_id = i.id and d.state in ('HELD', 'APPLIED') and d.batch_id <> $1
          order by d.decided_at desc limit 1) d on true
      where b.bulk_id = $1 and b.${input.of} = $2 and ($2 <> 'REFUSED' or b.code is not distinct from $3)
        and ($4::bigint is null or (${place}, b.review_item_id) > ($4::bigint, $5::uuid))
      order by ${place}, b.review_item_id limit $6`,
    [input.bulkId, input.end, input.code ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const page = toPage(rows, limit, (row) => [row.place, row.reviewItemId]);
  return { ...page, items: page.items.map(({ place: _, ...item }) => item) };
}
