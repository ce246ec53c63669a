import { type Json, recordEvents, type SubjectType } from "#server/domain/audit/index";
import { readCalendar } from "#server/domain/calendar/index";
import type { Tx } from "#server/kernel/context";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import { dueAfter } from "./model/service-time";

/** Business minutes for what belongs to no fund. */
const reviewMinutes = 120;

export type ReviewRequest = {
  subjectType: SubjectType;
  subjectId: string;
  fundId: string | null;
  /** The rule's code, e.g. `DESVIO_D1`. */
  reason: string;
  evidence: Readonly<Record<string, unknown>>;
  /** What is at stake, by the price that is known; null when none is. It says how many people it takes. */
  amountCents: bigint | null;
};

/**
 * Puts subjects in front of a person; one that is open for the same reason already stays as it is. Each
 * should be decided within its fund's service time, counted in business hours.
 */
export async function openReviews(tx: Tx, requests: readonly ReviewRequest[]): Promise<number> {
  if (requests.length === 0) return 0;
  const dueAt = await readDueAt(
    tx,
    requests.map((r) => r.fundId),
  );
  const rows = await tx.sql<{
    id: string;
    subjectId: string;
    reason: string;
    amountCents: bigint | null;
    approvalsNeeded: number;
    asksStepUp: boolean;
    evidenceHash: string;
  }>(
    `insert into review_item (id, subject_type, subject_id, fund_id, reason, evidence, amount_cents, due_at)
     select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::jsonb[], $7::bigint[], $8::timestamptz[])
     on conflict (subject_id, reason) where state in ('OPEN', 'HELD') do nothing
     returning id, subject_id as "subjectId", reason, amount_cents as "amountCents", approvals_needed as "approvalsNeeded",
               asks_step_up as "asksStepUp", encode(evidence_hash, 'hex') as "evidenceHash"`,
    [
      requests.map(() => newId()),
      requests.map((r) => r.subjectType),
      requests.map((r) => r.subjectId),
      requests.map((r) => r.fundId),
      requests.map((r) => r.reason),
      requests.map((r) => JSON.stringify(r.evidence)),
      sqlArray(requests.map((r) => r.amountCents)),
      requests.map((r) => dueAt.get(r.fundId)),
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
        // As the database bound it: what is shown and how many people it takes cannot be changed unseen.
        after: {
          reviewItemId: row.id,
          reason: request.reason,
          evidence: request.evidence as Json,
          amountCents: row.amountCents === null ? null : `${row.amountCents}`,
          approvalsNeeded: row.approvalsNeeded,
          asksStepUp: row.asksStepUp,
          evidenceHash: row.evidenceHash,
        },
      };
    }),
  );
  return rows.length;
}

/** When items of each fund should be decided that come now. */
async function readDueAt(tx: Tx, fundIds: readonly (string | null)[]): Promise<Map<string | null, Date>> {
  const funds = await tx.sql<{ id: string; minutes: number }>(
    "select id, review_minutes as minutes from fund where id = any ($1::uuid[])",
    [sqlArray([...new Set(fundIds)])],
  );
  const calendar = await readCalendar(tx);
  const due = (minutes: number) => dueAfter(tx.at, minutes, undefined, calendar);
  return new Map<string | null, Date>([
    [null, due(reviewMinutes)],
    ...funds.map(({ id, minutes }) => [id, due(minutes)] as const),
  ]);
}

/** Closes open items whose question answered itself, and what was decided about them: the price came, the cash arrived. */
export async function withdrawReviews(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  const rows = await tx.sql<{
    id: string;
    subjectId: string;
    subjectType: SubjectType;
    fundId: string | null;
    reason: string;
  }>(
    `update review_item set state = 'WITHDRAWN', closed_at = now(), outcome = null
      where state in ('OPEN', 'HELD') and subject_id = any ($1)
     returning id, subject_id as "subjectId", subject_type as "subjectType", fund_id as "fundId", reason`,
    [subjectIds],
  );
  if (rows.length === 0) return;
  await tx.sql(
    `update review_decision set state = 'VOIDED', closed_at = $2
      where review_item_id = any ($1::uuid[]) and state in ('STANDING', 'HELD')`,
    [rows.map((row) => row.id), tx.at],
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
