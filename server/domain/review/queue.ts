import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import type { AssetClass } from "#server/kernel/ports";
import { type BoundItem, itemColumns, presenceS } from "./item";
import { type QueueName, type QueueOrder, queueNames } from "./model/queue-name";

export type QueueFilter = {
  queue: QueueName;
  reason?: string | null;
  fundCode?: string | null;
  assetClass?: string | null;
  uploadId?: string | null;
  minCents?: bigint | null;
  maxCents?: bigint | null;
};

export type QueuedItem = Omit<BoundItem, "authorIds" | "evidence"> & {
  fundCode: string | null;
  openedAt: Date;
  dueAt: Date | null;
  snoozedUntil: Date | null;
  assigneeId: string | null;
  assigneeName: string | null;
  /** The reader wrote it, and so does not decide it. */
  isOwn: boolean;
  /** Others who have it before them now. */
  presentNames: string[];
  /** First approvals that wait for another person. */
  standing: number;
  approvedByMe: boolean;
  operationId: string | null;
  externalId: string | null;
  side: "BUY" | "SELL" | null;
  assetRef: string | null;
  quantity: string | null;
  operationOn: string | null;
  assetClass: AssetClass | null;
  uploaderName: string | null;
};

const open = "i.state = 'OPEN'";
const now = "(i.snoozed_until is null or i.snoozed_until <= now())";
const standingOf = (whose: string) =>
  `exists (select 1 from review_decision d where d.review_item_id = i.id and d.state = 'STANDING' and d.decided_by ${whose} $2)`;
/** With `$2` the reader. */
const conditions: Readonly<Record<QueueName, string>> = {
  mine: `${open} and ${now} and $2 <> all (i.author_ids) and (i.assigned_to is null or i.assigned_to = $2) and not ${standingOf("=")}`,
  all: open,
  second: `${open} and ${now} and $2 <> all (i.author_ids) and ${standingOf("<>")} and not ${standingOf("=")}`,
  snoozed: `${open} and i.snoozed_until > now()`,
  held: "i.state = 'HELD'",
};
const keys: Readonly<Record<QueueOrder, string>> = {
  due: "i.due_at",
  age: "i.opened_at",
  amount: "(-coalesce(i.amount_cents, 9000000000000000000))",
};
const keyTypes: Readonly<Record<QueueOrder, string>> = {
  due: "timestamptz",
  age: "timestamptz",
  amount: "bigint",
};

/** A filter as SQL over `review_item i`, with its parameters: `$1` the funds in sight, `$2` the reader. */
export function queueConditions(tx: Tx, filter: QueueFilter): { where: string; params: unknown[] } {
  const params: unknown[] = [fundScope(tx.actor), tx.actor.userId];
  const parts = [
    "($1::uuid[] is null or i.fund_id = any ($1))",
    "($2::uuid is null or true)",
    conditions[filter.queue],
  ];
  const bind = (value: unknown) => `$${params.push(value)}`;
  if (filter.reason) parts.push(`i.reason = ${bind(filter.reason)}`);
  if (filter.fundCode) parts.push(`i.fund_id = (select id from fund where code = ${bind(filter.fundCode)})`);
  if (filter.assetClass)
    parts.push(
      `coalesce((select o.asset_class from operation o where o.id = i.subject_id), i.evidence->>'assetClass') = ${bind(filter.assetClass)}`,
    );
  if (filter.uploadId)
    parts.push(
      `exists (select 1 from operation o where o.id = i.subject_id and o.upload_id = ${bind(filter.uploadId)}::uuid)`,
    );
  if (filter.minCents != null) parts.push(`i.amount_cents >= ${bind(filter.minCents)}::bigint`);
  if (filter.maxCents != null) parts.push(`i.amount_cents <= ${bind(filter.maxCents)}::bigint`);
  return { where: parts.join(" and "), params };
}

/** One page of a queue, with what a row needs to be told apart from the next; by reason, what stopped alike stands together. */
export async function listQueue(
  tx: Tx,
  input: QueueFilter & { order: QueueOrder; byReason?: boolean; cursor?: string | null; limit?: number },
): Promise<Page<QueuedItem>> {
  const limit = input.limit ?? pageSize;
  const { where, params } = queueConditions(tx, input);
  const key = keys[input.order];
  const bind = (value: unknown) => `$${params.push(value)}`;
  const [lead, types] = input.byReason
    ? [
        ["i.reason", key, "i.id"],
        ["text", keyTypes[input.order], "uuid"],
      ]
    : [
        [key, "i.id"],
        [keyTypes[input.order], "uuid"],
      ];
  const after = decodeCursor(input.cursor, lead.length);
  const place = after
    ? `and (${lead.join(", ")}) > (${after.map((value, at) => `${bind(value)}::${types[at]}`).join(", ")})`
    : "";
  const rows = await tx.sql<QueuedItem & { place: string }>(
    `select ${itemColumns}, f.code as "fundCode", i.opened_at as "openedAt", i.due_at as "dueAt", i.snoozed_until as "snoozedUntil",
            i.assigned_to as "assigneeId", a.name as "assigneeName", coalesce($2 = any (i.author_ids), false) as "isOwn",
            s.count as standing, s.mine as "approvedByMe", o.id as "operationId", o.external_id as "externalId", o.side,
            o.asset_ref as "assetRef", o.quantity::text, coalesce(o.operation_on::text, i.evidence->>'priceOn') as "operationOn",
            coalesce(o.asset_class, i.evidence->>'assetClass') as "assetClass", u.name as "uploaderName",
            array (select p.name from review_presence v join app_user p on p.id = v.user_id
                    where v.review_item_id = i.id and v.user_id is distinct from $2 and v.seen_at > now() - interval '${presenceS} seconds'
                    order by p.name) as "presentNames",
            i.place
       from (select i.*, ${key}::text as place from review_item i where ${where} ${place} order by ${lead.join(", ")} limit ${bind(limit + 1)}) i
       left join fund f on f.id = i.fund_id
       left join app_user a on a.id = i.assigned_to
       left join operation o on i.subject_type = 'operation' and o.id = i.subject_id
       left join app_user u on u.id = o.created_by
      cross join lateral (
        select count(*)::int as count, coalesce(bool_or(d.decided_by = $2), false) as mine from review_decision d
         where d.review_item_id = i.id and d.state = 'STANDING') s
      order by ${lead.join(", ")}`,
    params,
  );
  const page = toPage(rows, limit, (row) => [
    ...(input.byReason ? [row.reason] : []),
    row.place,
    row.reviewItemId,
  ]);
  return {
    ...page,
    items: page.items.map(
      ({
        place: _,
        evidence: __,
        authorIds: ___,
        ...item
      }: QueuedItem & { place: string; evidence?: unknown; authorIds?: unknown }) => item,
    ),
  };
}

export type QueueCounts = Record<QueueName, number> & {
  /** Open and past the instant by which they should be decided. */
  overdue: number;
  amountCents: bigint;
  oldestAt: Date | null;
};

/** How much stands in each queue of the reader, under the same filter. */
export async function countQueues(tx: Tx, filter: Omit<QueueFilter, "queue">): Promise<QueueCounts> {
  const { where, params } = queueConditions(tx, { ...filter, queue: "all" });
  const either = where.replace(conditions.all, "i.state in ('OPEN', 'HELD')");
  const [row] = await tx.sql<QueueCounts>(
    `select ${queueNames.map((name) => `count(*) filter (where ${conditions[name]})::int as ${name}`).join(", ")},
            count(*) filter (where ${open} and i.due_at < now())::int as overdue,
            coalesce(sum(i.amount_cents) filter (where ${open}), 0)::bigint as "amountCents",
            min(i.opened_at) filter (where ${open}) as "oldestAt"
       from review_item i where ${either}`,
    params,
  );
  return row as QueueCounts;
}
