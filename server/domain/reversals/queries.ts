import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { personName, seesPersonal } from "#server/kernel/personal";

export type ReversalState = "PREVIEWED" | "REQUESTED" | "RUNNING" | "DONE" | "REFUSED" | "WITHDRAWN";
export type ReversalGroup = {
  end: "REVERSED" | "KEPT";
  code: string | null;
  count: number;
  amountCents: bigint;
};

export type ReversalSummary = {
  reversalId: string;
  state: ReversalState;
  inWords: string;
  reason: string;
  itemCount: number;
  requestedByName: string;
  previewedAt: Date;
  requestedAt: Date | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  finishedAt: Date | null;
  /** Whether the reader asked for it. */
  isMine: boolean;
};
export type ReversalReport = ReversalSummary & {
  /** Whether the reader sent or edited one of the operations. */
  isAuthor: boolean;
  forecast: ReversalGroup[];
  outcome: ReversalGroup[];
};

type Row = ReversalSummary & { requestedBy: string; decidedBy: string | null; namesPerson: boolean };
const columns = `r.id as "reversalId", r.state, r.in_words as "inWords", r.filter ->> 'actorId' is not null as "namesPerson", r.reason, r.item_count as "itemCount",
  r.requested_by as "requestedBy", p.name as "requestedByName", r.previewed_at as "previewedAt", r.requested_at as "requestedAt",
  r.decided_by as "decidedBy", d.name as "decidedByName", r.decided_at as "decidedAt", r.decision_reason as "decisionReason",
  r.finished_at as "finishedAt", coalesce(r.requested_by = $2::uuid, false) as "isMine"`;
/** Seen whole or not at all: every operation of it lies in a fund in scope. */
const visible = `($1::uuid[] is null or r.item_count = (
  select count(*) from reversal_item i where i.reversal_id = r.id and i.fund_id = any ($1::uuid[])))`;
const from =
  "from reversal r join app_user p on p.id = r.requested_by left join app_user d on d.id = r.decided_by";

/** @throws DomainError `reversal.not_found` also for one that is not wholly in scope */
export async function getReversal(tx: Tx, reversalId: string): Promise<ReversalReport> {
  const [row] = await tx.sql<Row>(`select ${columns} ${from} where r.id = $3 and ${visible}`, [
    ...readerOf(tx),
    reversalId,
  ]);
  if (!row || (row.state === "PREVIEWED" && !row.isMine)) throw new DomainError("reversal.not_found");
  const [own] = await tx.sql<{ is: boolean }>(
    `select exists (select 1 from reversal_item i where i.reversal_id = $1
       and $2::uuid = any (lastro.review_authors('operation', i.operation_id))) as is`,
    [reversalId, tx.actor.userId],
  );
  return {
    ...told(tx, row),
    isAuthor: own?.is ?? false,
    forecast: await groupsOf(tx, reversalId, "forecast"),
    outcome: await groupsOf(tx, reversalId, "outcome"),
  };
}

/** Reversals in scope that somebody asked for, and one's own previews, newest first. */
export async function listReversals(
  tx: Tx,
  input: { isWaiting?: boolean | null; cursor?: string | null; limit?: number },
): Promise<Page<ReversalSummary>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 2);
  const rows = await tx.sql<Row>(
    `select ${columns} ${from}
      where ${visible} and (r.state <> 'PREVIEWED' or r.requested_by = $2::uuid) and (not $3::boolean or r.state = 'REQUESTED')
        and ($4::timestamptz is null or (r.previewed_at, r.id) < ($4::timestamptz, $5::uuid))
      order by r.previewed_at desc, r.id desc limit $6`,
    [...readerOf(tx), input.isWaiting ?? false, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const page = toPage(rows, limit, (row) => [row.previewedAt.toISOString(), row.reversalId]);
  return { ...page, items: page.items.map((row) => told(tx, row)) };
}

export type ReversalItem = {
  operationId: string;
  externalId: string;
  fundCode: string;
  amountCents: bigint | null;
  forecast: "REVERSED" | "KEPT";
  outcome: "REVERSED" | "KEPT" | null;
  /** Why it would be, or was, kept. */
  code: string | null;
};

/** Operations of a reversal, what is kept first. */
export async function listReversalItems(
  tx: Tx,
  input: { reversalId: string; cursor?: string | null; limit?: number },
): Promise<Page<ReversalItem>> {
  await getReversal(tx, input.reversalId);
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 2);
  const rows = await tx.sql<ReversalItem>(
    `select i.operation_id as "operationId", o.external_id as "externalId", f.code as "fundCode", i.amount_cents as "amountCents",
            i.forecast, i.outcome, coalesce(i.code, i.forecast_code) as code
       from reversal_item i join operation o on o.id = i.operation_id join fund f on f.id = i.fund_id
      where i.reversal_id = $1 and ($2::text is null or (i.forecast, i.operation_id) > ($2, $3::uuid))
      order by i.forecast, i.operation_id limit $4`,
    [input.reversalId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return toPage(rows, limit, (row) => [row.forecast, row.operationId]);
}

async function groupsOf(tx: Tx, reversalId: string, of: "forecast" | "outcome"): Promise<ReversalGroup[]> {
  const code = of === "forecast" ? "forecast_code" : "code";
  return await tx.sql<ReversalGroup>(
    `select ${of} as end, ${code} as code, count(*)::int as count, coalesce(sum(amount_cents), 0)::bigint as "amountCents"
       from reversal_item where reversal_id = $1 and ${of} is not null group by 1, 2 order by 1 desc, 3 desc, 2`,
    [reversalId],
  );
}

function told(tx: Tx, { requestedBy, decidedBy, namesPerson, ...row }: Row): ReversalSummary {
  return {
    ...row,
    // In words, the filter names its person: to an outsider nobody is named.
    inWords: namesPerson && !seesPersonal(tx.actor) ? "" : row.inWords,
    requestedByName: personName(tx.actor, row.requestedByName, requestedBy),
    decidedByName: row.decidedByName && personName(tx.actor, row.decidedByName, decidedBy ?? ""),
  };
}

function readerOf(tx: Tx): [readonly string[] | null, string | null] {
  return [fundScope(tx.actor), tx.actor.userId];
}
