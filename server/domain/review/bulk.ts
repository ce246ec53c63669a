import { type EventAction, recordEvents } from "#server/domain/audit/index";
import { enqueue } from "#server/domain/jobs/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError, type ErrorCode } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { sqlArray } from "#server/kernel/sql-array";
import { countStanding, type Decision, decideItems, findRefusals } from "./decide";
import { type BoundItem, itemColumns } from "./item";
import { runBulkJob } from "./jobs";
import { saysEnough } from "./model/verdict";
import { type QueueFilter, queueConditions } from "./queue";
import type { ReviewSubjects } from "./subject";

const pageSize = 500;
/** A larger set is not looked at by anybody. */
export const bulkMax = 20_000;

export type BulkDecision = { verdict: "APPROVE" | "REJECT"; reasonCode: string; text: string | null };
export type BulkEnd = "HELD" | "STANDING" | "REFUSED";
export type BulkGroup = { end: BulkEnd; code: string | null; count: number; amountCents: bigint };

/**
 * Freezes the items that a filter finds and says, item by item, what deciding them all would do: taken,
 * waiting for a second person, or refused and why. Nothing is decided yet.
 * @throws DomainError `input.invalid` when the reason does not say enough, or for too many items
 */
export async function previewBulk(
  tx: Tx,
  subjects: ReviewSubjects,
  input: { filter: QueueFilter | { bulkId: string }; decision: BulkDecision },
): Promise<{ bulkId: string; groups: BulkGroup[] }> {
  const { verdict, reasonCode, text } = input.decision;
  if (!saysEnough(verdict, reasonCode, text)) throw new DomainError("input.invalid", { field: "text" });
  const items = await readSet(tx, input.filter);
  if (items.length > bulkMax) throw new DomainError("input.invalid", { field: "filter", most: bulkMax });
  const shown = new Map(items.map((item) => [item.reviewItemId, item.evidenceHash]));
  // Who a person is can be proved once for all of them, when it is started.
  const decision: Decision = { ...input.decision, change: null, isProven: true };
  const refused = await findRefusals(tx, subjects, items, shown, decision, tx.actor.userId);
  const standing = await countStanding(tx, items, verdict);
  const bulkId = newId();
  await tx.sql(
    `insert into review_bulk (id, verdict, reason_code, text, filter, state, created_by, created_at)
     values ($1, $2, $3, $4, $5::jsonb, 'PREVIEWED', $6, $7)`,
    [
      bulkId,
      verdict,
      reasonCode,
      text?.trim() || null,
      JSON.stringify(input.filter, bigintText),
      tx.actor.userId,
      tx.at,
    ],
  );
  const endOf = (item: BoundItem): BulkEnd => {
    if (refused.has(item.reviewItemId)) return "REFUSED";
    const isLast = verdict === "REJECT" || (standing.get(item.reviewItemId) ?? 0) + 1 >= item.approvalsNeeded;
    return isLast ? "HELD" : "STANDING";
  };
  await tx.sql(
    `insert into review_bulk_item (bulk_id, review_item_id, fund_id, evidence_hash, amount_cents, forecast, code)
     select $1, item, fund, decode(shown, 'hex'), amount, forecast, code
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::text[]) as b(item, fund, shown, amount, forecast, code)`,
    [
      bulkId,
      items.map((item) => item.reviewItemId),
      sqlArray(items.map((item) => item.fundId)),
      items.map((item) => item.evidenceHash),
      sqlArray(items.map((item) => item.amountCents)),
      items.map(endOf),
      items.map((item) => refused.get(item.reviewItemId) ?? null),
    ],
  );
  await recordBulk(tx, bulkId, "review.preview_bulk", { verdict, reasonCode, count: items.length });
  return { bulkId, groups: await groupsOf(tx, bulkId, "forecast") };
}

/** What a filter finds now, or what an earlier set could not take. */
async function readSet(tx: Tx, filter: QueueFilter | { bulkId: string }): Promise<BoundItem[]> {
  if (!("bulkId" in filter)) {
    const { where, params } = queueConditions(tx, filter);
    return await tx.sql<BoundItem>(
      `select ${itemColumns} from review_item i where ${where} order by i.id limit ${bulkMax + 1}`,
      params,
    );
  }
  const { where, params } = queueConditions(tx, { queue: "all" });
  return await tx.sql<BoundItem>(
    `select ${itemColumns} from review_bulk s join review_bulk_item b on b.bulk_id = s.id
       join review_item i on i.id = b.review_item_id
      where s.id = $3 and s.created_by = $2 and b.outcome = 'REFUSED' and ${where} order by i.id`,
    [...params, filter.bulkId],
  );
}

/**
 * Carries a previewed set out in the background; only who looked at it, once.
 * @throws DomainError `review.not_found`, `review.decided` when it was started already,
 * `review.proof_required` where an item asks who one is
 */
export async function startBulk(tx: Tx, input: { bulkId: string; isProven: boolean }): Promise<void> {
  const [bulk] = await tx.sql<{ state: string; verdict: string; createdBy: string; asks: boolean }>(
    `select b.state, b.verdict, b.created_by as "createdBy",
            exists (select 1 from review_bulk_item x join review_item i on i.id = x.review_item_id
                     where x.bulk_id = b.id and x.forecast <> 'REFUSED' and i.asks_step_up) as asks
       from review_bulk b where b.id = $1 for no key update`,
    [input.bulkId],
  );
  if (!bulk || bulk.createdBy !== tx.actor.userId) throw new DomainError("review.not_found", input);
  if (bulk.state !== "PREVIEWED") throw new DomainError("review.decided", input);
  if (bulk.asks && bulk.verdict === "APPROVE" && !input.isProven)
    throw new DomainError("review.proof_required");
  await tx.sql("update review_bulk set state = 'RUNNING', started_at = $2, is_proven = $3 where id = $1", [
    input.bulkId,
    tx.at,
    input.isProven,
  ]);
  await recordBulk(tx, input.bulkId, "review.start_bulk", {});
  await enqueue(tx, runBulkJob, [{ bulkId: input.bulkId }]);
}

type Running = BulkDecision & { createdBy: string; isProven: boolean; state: string; canDecide: boolean };

/** Decides a started set page by page, each item on its own; what cannot take it says why. */
export async function runBulk(
  ctx: Ctx,
  subjects: ReviewSubjects,
  { bulkId }: { bulkId: string },
): Promise<void> {
  while (await ctx.transaction((tx) => runPage(tx, subjects, bulkId)));
}

async function runPage(tx: Tx, subjects: ReviewSubjects, bulkId: string): Promise<boolean> {
  // Their right and their funds are those of this moment, not of when they looked.
  const [bulk] = await tx.sql<Running>(
    `select b.verdict, b.reason_code as "reasonCode", b.text, b.created_by as "createdBy", b.is_proven as "isProven", b.state,
            u.disabled_at is null and u.role in ('gestor', 'auditor') as "canDecide"
       from review_bulk b join app_user u on u.id = b.created_by where b.id = $1 for no key update of b`,
    [bulkId],
  );
  if (bulk?.state !== "RUNNING") return false;
  const page = await tx.sql<{ id: string; hash: string; isInSight: boolean }>(
    `select b.review_item_id as id, encode(b.evidence_hash, 'hex') as hash,
            exists (select 1 from app_user u left join user_fund f on f.user_id = u.id and f.fund_id = b.fund_id
                     where u.id = $2 and (u.sees_all_funds or f.fund_id is not null)) as "isInSight"
       from review_bulk_item b where b.bulk_id = $1 and b.outcome is null order by b.review_item_id limit $3`,
    [bulkId, bulk.createdBy, pageSize],
  );
  if (page.length === 0) {
    await tx.sql("update review_bulk set state = 'DONE', finished_at = $2 where id = $1", [bulkId, tx.at]);
    return false;
  }
  const shown = new Map(
    page.filter((row) => bulk.canDecide && row.isInSight).map((row) => [row.id, row.hash]),
  );
  const { verdict, reasonCode, text, isProven } = bulk;
  const decision: Decision = { verdict, reasonCode, text, change: null, isProven };
  const behalf = { userId: bulk.createdBy, batchId: bulkId };
  const results = shown.size > 0 ? await decideItems(tx, subjects, shown, decision, behalf) : [];
  const ends = new Map(results.map((result) => [result.reviewItemId, result]));
  const codeOf = (id: string): ErrorCode | null => {
    const end = ends.get(id);
    if (!end) return "review.not_found";
    return end.state === "REFUSED" ? end.code : null;
  };
  await tx.sql(
    `update review_bulk_item b set outcome = e.outcome, code = e.code
       from unnest($2::uuid[], $3::text[], $4::text[]) as e(id, outcome, code)
      where b.bulk_id = $1 and b.review_item_id = e.id`,
    [
      bulkId,
      page.map((row) => row.id),
      page.map((row) => ends.get(row.id)?.state ?? "REFUSED"),
      page.map((row) => codeOf(row.id)),
    ],
  );
  return true;
}

export type BulkReport = BulkDecision & {
  bulkId: string;
  state: "PREVIEWED" | "RUNNING" | "DONE";
  createdAt: Date;
  finishedAt: Date | null;
  left: number;
  forecast: BulkGroup[];
  outcome: BulkGroup[];
};

/**
 * How one's set stands, and what became of each part of it.
 * @throws DomainError `review.not_found` also for another's
 */
export async function getBulk(tx: Tx, bulkId: string): Promise<BulkReport> {
  const [bulk] = await tx.sql<Omit<BulkReport, "forecast" | "outcome">>(
    `select id as "bulkId", verdict, reason_code as "reasonCode", text, state, created_at as "createdAt", finished_at as "finishedAt",
            (select count(*)::int from review_bulk_item x where x.bulk_id = b.id and x.outcome is null) as left
       from review_bulk b where id = $1 and created_by = $2`,
    [bulkId, tx.actor.userId],
  );
  if (!bulk) throw new DomainError("review.not_found", { bulkId });
  return {
    ...bulk,
    forecast: await groupsOf(tx, bulkId, "forecast"),
    outcome: await groupsOf(tx, bulkId, "outcome"),
  };
}

/**
 * Takes back what of one's set has not taken effect yet, and stops what is still being carried out: the rest
 * stays undecided. A first approval that another person's held decision counts on stays, as it does alone.
 * @returns how many items are open again, and how many were not reached
 * @throws DomainError `review.not_found`, `review.not_held` when nothing is left to undo
 */
export async function undoBulk(tx: Tx, bulkId: string): Promise<{ count: number; stopped: number }> {
  const stopped = await stopBulk(tx, bulkId);
  const items = await tx.sql<{ id: string }>(
    `select i.id from review_item i join review_decision d on d.review_item_id = i.id
      where d.batch_id = $1 and d.decided_by = $2
        and (d.state = 'HELD' and i.state = 'HELD' or d.state = 'STANDING' and i.state = 'OPEN')
      order by i.id for no key update of i`,
    [bulkId, tx.actor.userId],
  );
  const ids = items.map((item) => item.id);
  if (ids.length + stopped === 0) throw new DomainError("review.not_held", { bulkId });
  await tx.sql(
    `update review_decision set state = 'UNDONE', closed_at = $3
      where batch_id = $1 and review_item_id = any ($2::uuid[]) and state in ('HELD', 'STANDING')`,
    [bulkId, ids, tx.at],
  );
  await tx.sql(
    `update review_item i set state = 'OPEN', outcome = null where id = any ($1::uuid[]) and state = 'HELD'
        and not exists (select 1 from review_decision d where d.review_item_id = i.id and d.state = 'HELD')`,
    [ids],
  );
  await recordBulk(tx, bulkId, "review.undo_bulk", { count: ids.length, stopped });
  return { count: ids.length, stopped };
}

/** Ends a set that is being carried out at the edge of a page. @returns how many of its items were not reached */
async function stopBulk(tx: Tx, bulkId: string): Promise<number> {
  const [running] = await tx.sql(
    `update review_bulk set state = 'DONE', finished_at = $3 where id = $1 and created_by = $2 and state = 'RUNNING' returning id`,
    [bulkId, tx.actor.userId, tx.at],
  );
  if (!running) return 0;
  const left = await tx.sql(
    `update review_bulk_item set outcome = 'REFUSED', code = 'review.stopped' where bulk_id = $1 and outcome is null returning 1`,
    [bulkId],
  );
  return left.length;
}

async function groupsOf(tx: Tx, bulkId: string, of: "forecast" | "outcome"): Promise<BulkGroup[]> {
  return await tx.sql<BulkGroup>(
    `select ${of} as end, case when ${of} = 'REFUSED' then code end as code, count(*)::int as count,
            coalesce(sum(amount_cents), 0)::bigint as "amountCents"
       from review_bulk_item where bulk_id = $1 and ${of} is not null group by 1, 2 order by 1, 2`,
    [bulkId],
  );
}

async function recordBulk(
  tx: Tx,
  bulkId: string,
  action: EventAction,
  after: Record<string, string | number>,
): Promise<void> {
  await recordEvents(tx, [{ action, subjectType: "review_bulk", subjectId: bulkId, after }]);
}

function bigintText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
