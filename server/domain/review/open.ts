import { type Json, recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";

export type ReviewRequest = {
  subjectType: string;
  subjectId: string;
  fundId: string | null;
  /** The rule's code, e.g. `DESVIO_D1`. */
  reason: string;
  evidence: Readonly<Record<string, unknown>>;
};

/** Puts subjects in front of a person; one that is open for the same reason already stays as it is. */
export async function openReviews(tx: Tx, requests: readonly ReviewRequest[]): Promise<number> {
  if (requests.length === 0) return 0;
  const rows = await tx.sql<{ id: string; subjectId: string; reason: string }>(
    `insert into review_item (id, subject_type, subject_id, fund_id, reason, evidence)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::jsonb[])
     on conflict (subject_id, reason) where state = 'OPEN' do nothing
     returning id, subject_id as "subjectId", reason`,
    [
      requests.map(() => newId()),
      requests.map((r) => r.subjectType),
      requests.map((r) => r.subjectId),
      requests.map((r) => r.fundId),
      requests.map((r) => r.reason),
      requests.map((r) => JSON.stringify(r.evidence)),
    ],
  );
  const asked = new Map(requests.map((r) => [`${r.subjectId} ${r.reason}`, r]));
  await recordEvents(
    tx,
    rows.map((row) => {
      const request = asked.get(`${row.subjectId} ${row.reason}`) as ReviewRequest;
      return {
        action: "review.open",
        subjectType: request.subjectType,
        subjectId: request.subjectId,
        fundId: request.fundId,
        after: { reviewItemId: row.id, reason: request.reason, evidence: request.evidence as Json },
      };
    }),
  );
  return rows.length;
}

/** Closes open items whose question answered itself: the price came, the cash arrived. */
export async function withdrawReviews(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  const rows = await tx.sql<{
    id: string;
    subjectId: string;
    subjectType: string;
    fundId: string | null;
    reason: string;
  }>(
    `update review_item set state = 'WITHDRAWN', closed_at = now()
      where state = 'OPEN' and subject_id = any ($1)
     returning id, subject_id as "subjectId", subject_type as "subjectType", fund_id as "fundId", reason`,
    [subjectIds],
  );
  await recordEvents(
    tx,
    rows.map((row) => ({
      action: "review.withdraw",
      subjectType: row.subjectType,
      subjectId: row.subjectId,
      fundId: row.fundId,
      before: { reviewItemId: row.id, reason: row.reason },
    })),
  );
}
