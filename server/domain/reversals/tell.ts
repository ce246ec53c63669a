import { enqueue } from "#server/domain/jobs/index";
import {
  deliverMail,
  type Mail,
  mailOfLines,
  notify,
  type PendingNotification,
} from "#server/domain/notifications/index";
import { roleCapabilities, roles } from "#server/kernel/capabilities";
import type { Ctx, Tx } from "#server/kernel/context";
import { formatCents } from "#server/kernel/money";
import { tellReversalJob } from "./jobs";

const kind = "reversal.waiting";
const deciding = roles.filter((role) => roleCapabilities[role].has("operation:reverse"));

/**
 * A person who may be the second one: with the right, seeing every fund of it, and neither its asker nor an
 * author of any of its operations. Over `reversal r` and `app_user u`; `$2` are the roles.
 */
const mayDecide = `u.role = any ($2::text[]) and u.disabled_at is null and (u.access_until is null or u.access_until > now())
  and u.id <> r.requested_by
  and not exists (select 1 from reversal_item i where i.reversal_id = r.id and not u.sees_all_funds
                     and not exists (select 1 from user_fund f where f.user_id = u.id and f.fund_id = i.fund_id))
  and not exists (select 1 from reversal_item i where i.reversal_id = r.id
                     and u.id = any (lastro.review_authors('operation', i.operation_id)))`;

/** Tells whoever may decide a reversal that it waits for them, once each. Enqueues: call it last. */
export async function tellDeciders(tx: Tx, reversalId: string): Promise<void> {
  const people = await tx.sql<{ id: string }>(
    `select u.id from reversal r cross join app_user u where r.id = $1 and ${mayDecide} order by u.id`,
    [reversalId, deciding],
  );
  const ids = await notify(
    tx,
    people.map(({ id }) => ({ kind, subjectId: reversalId, userId: id })),
  );
  await enqueue(
    tx,
    tellReversalJob,
    ids.map((notificationId) => ({ notificationId })),
  );
}

/** Sends one of them the way to it; nothing once it was decided, or by who may decide it no more. */
export async function sendReversal(ctx: Ctx, payload: { notificationId: string }): Promise<void> {
  await deliverMail(ctx, payload, composeMail);
}

async function composeMail(tx: Tx, { subjectId, userId }: PendingNotification): Promise<Mail | null> {
  const [reversal] = await tx.sql<{ askerName: string; reason: string; count: number; cents: bigint }>(
    `select p.name as "askerName", r.reason, (select count(*)::int from reversal_item i where i.reversal_id = r.id and i.forecast = 'REVERSED') as count,
            (select coalesce(sum(i.amount_cents), 0)::bigint from reversal_item i where i.reversal_id = r.id and i.forecast = 'REVERSED') as cents
       from reversal r join app_user p on p.id = r.requested_by join app_user u on u.id = $3
      where r.id = $1 and r.state = 'REQUESTED' and ${mayDecide}`,
    [subjectId, deciding, userId],
  );
  if (!reversal) return null;
  const { askerName, reason, count, cents } = reversal;
  const lines = [
    `${askerName} pediu um estorno em lote e espera a segunda pessoa:`,
    `${count} operações seriam estornadas, somando ${formatCents(cents)}. Motivo: “${reason}”`,
    `Veja a prévia e decida: ${tx.ports.siteUrl}/auditoria/estornos/${subjectId}`,
  ];
  return mailOfLines(`${askerName} pediu um estorno em lote`, lines);
}
