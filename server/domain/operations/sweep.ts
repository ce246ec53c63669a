import { enqueue } from "#server/domain/jobs/index";
import { openReviews } from "#server/domain/review/index";
import { localDay } from "#server/kernel/business-day";
import type { Ctx, Tx } from "#server/kernel/context";
import { executeOperationsJob, operationsSettledJob } from "./jobs";

const pageSize = 5_000;

/**
 * Sets going again what stands still, and puts in front of a person what exceeds its service time or,
 * at the fund's cut-off, still lacks cash or position. Those go on by themselves when they can.
 */
export async function sweepOperations(ctx: Ctx): Promise<void> {
  await ctx.transaction(async (tx) => {
    const ready = await tx.sql<{ fundId: string }>(
      `select f.id as "fundId" from fund f
        where exists (select 1 from operation o where o.fund_id = f.id and o.state = 'PENDING' and o.wait_reason = 'READY'
                         and o.waiting_since < now() - interval '5 seconds')`,
    );
    await enqueue(tx, executeOperationsJob, ready);
  });
  for (const find of [findOverdue, findUncovered]) {
    while ((await ctx.transaction((tx) => putBeforePerson(tx, find))) === pageSize);
  }
}

/** Operations found are locked, and those being executed or priced at this moment passed over: what moves needs no person. */
type Found = {
  id: string;
  fundId: string;
  uploadId: string;
  reason: string;
  code: string | null;
  since: Date;
  limit: string;
  /** Centavos by the price that is known, the source's or the file's. */
  amountCents: bigint | null;
};

async function putBeforePerson(tx: Tx, find: (tx: Tx) => Promise<Found[]>): Promise<number> {
  const found = await find(tx);
  await openReviews(
    tx,
    found.map(({ id, fundId, reason, code, since, limit, amountCents }) => ({
      subjectType: "operation",
      subjectId: id,
      fundId,
      reason,
      evidence: { waitingSince: since.toISOString(), limit, ...(code ? { code } : {}) },
      amountCents,
    })),
  );
  await enqueue(
    tx,
    operationsSettledJob,
    found.map(({ uploadId }) => ({ uploadId })),
  );
  return found.length;
}

const stake = "round(o.quantity * coalesce(o.unit_price, o.informed_unit_price) * 100)::bigint";

/** Without a price for longer than the fund's service time. */
async function findOverdue(tx: Tx): Promise<Found[]> {
  return await tx.sql<Found>(
    `select o.id, o.fund_id as "fundId", o.upload_id as "uploadId", 'PRAZO_EXCEDIDO' as reason, o.code, o.waiting_since as since,
            f.service_time_s || ' s' as limit, ${stake} as "amountCents"
       from operation o join fund f on f.id = o.fund_id
      where o.state = 'PENDING' and o.wait_reason = 'AWAITING_PRICE'
        and o.waiting_since < now() - f.service_time_s * interval '1 second'
        and not exists (select 1 from review_item r where r.subject_id = o.id and r.state = 'OPEN' and r.reason = 'PRAZO_EXCEDIDO')
      order by o.id limit $1 for no key update of o skip locked`,
    [pageSize],
  );
}

/** Not covered at the cut-off of the day on which they began to wait, or on a later one. */
async function findUncovered(tx: Tx): Promise<Found[]> {
  const now = tx.clock.now();
  return await tx.sql<Found>(
    `select o.id, o.fund_id as "fundId", o.upload_id as "uploadId", o.wait_reason as reason, o.code, o.waiting_since as since,
            f.cut_off_time::text as limit, ${stake} as "amountCents"
       from operation o join fund f on f.id = o.fund_id
      where o.state = 'PENDING' and o.wait_reason in ('INSUFFICIENT_CASH', 'INSUFFICIENT_POSITION')
        and $2::timestamptz >= (greatest((o.waiting_since at time zone 'America/Sao_Paulo')::date, $3::date - 1) + f.cut_off_time) at time zone 'America/Sao_Paulo'
        and not exists (select 1 from review_item r where r.subject_id = o.id and r.state = 'OPEN' and r.reason = o.wait_reason)
      order by o.id limit $1 for no key update of o skip locked`,
    [pageSize, now, localDay(now)],
  );
}
