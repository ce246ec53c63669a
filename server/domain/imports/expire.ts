import { enqueue } from "#server/domain/jobs/index";
import {
  deliverMail,
  type Mail,
  mailOfLines,
  notify,
  type PendingNotification,
} from "#server/domain/notifications/index";
import { localDay } from "#server/kernel/business-day";
import type { Ctx, Tx } from "#server/kernel/context";
import { endUnaccepted } from "./cancel";
import { sendReminderJob } from "./jobs";

const filesAtOnce = 500;
const kind = "import.expiring";

/** When a file that waits for its person was last changed, or last open in front of somebody. */
const touchedAt = `greatest(u.created_at, u.staged_at, u.rows_changed_at,
  (select max(p.seen_at) from upload_presence p where p.upload_id = u.id))`;
const isWaiting = "u.state in ('AWAITING_CONFIRMATION', 'PREVIEWED') and u.confirmed_at is null";
/** The person was told since the file was last touched, at least so long ago. */
const wasTold = (since: string) => `exists (
  select 1 from notification n where n.kind = '${kind}' and n.subject_id = u.id and n.user_id = u.uploaded_by
     and n.created_at >= ${touchedAt} and n.created_at <= now() - interval '${since}')`;

/**
 * Cancels files that nobody touched for so many days as the installation says, never before their person
 * was told a day earlier. Opening such a file begins its days anew.
 */
export async function expireUnconfirmed(tx: Tx): Promise<void> {
  const days = tx.ports.unconfirmedDays;
  const gone = await tx.sql<{ id: string }>(
    `select u.id from upload u where ${isWaiting} and ${touchedAt} < now() - $1 * interval '1 day' and ${wasTold("1 day")}
      order by u.id limit ${filesAtOnce} for no key update of u skip locked`,
    [days],
  );
  const soon = await tx.sql<{ uploadId: string; userId: string; touched: Date }>(
    `select u.id as "uploadId", u.uploaded_by as "userId", ${touchedAt} as touched from upload u
      where ${isWaiting} and ${touchedAt} < now() - ($1 - 1) * interval '1 day' and not ${wasTold("0 days")}
      order by u.id limit ${filesAtOnce} for no key update of u skip locked`,
    [days],
  );
  const told = await notify(
    tx,
    soon.map(({ uploadId, userId, touched }) => ({
      kind,
      subjectId: uploadId,
      userId,
      occasion: touched.toISOString(),
    })),
  );
  await endUnaccepted(
    tx,
    gone.map(({ id }) => id),
    { code: "EXPIRED", reason: `sem confirmação há ${days} dias` },
  );
  await enqueue(
    tx,
    sendReminderJob,
    told.map((notificationId) => ({ notificationId })),
  );
}

/** Reminds a person of a file that is discarded soon; nothing is sent when it no longer waits. */
export async function sendReminder(ctx: Ctx, { notificationId }: { notificationId: string }): Promise<void> {
  await deliverMail(ctx, { notificationId }, composeReminder);
}

async function composeReminder(tx: Tx, { subjectId }: PendingNotification): Promise<Mail | null> {
  const [upload] = await tx.sql<{ fileName: string; touched: Date }>(
    `select u.file_name as "fileName", ${touchedAt} as touched from upload u where u.id = $1 and ${isWaiting}`,
    [subjectId],
  );
  if (!upload) return null;
  const dayMs = 24 * 3_600_000;
  const end = Math.max(upload.touched.getTime() + tx.ports.unconfirmedDays * dayMs, tx.at.getTime() + dayMs);
  const on = localDay(new Date(end)).split("-").reverse().join("/");
  const name = upload.fileName.replace(/[\r\n]/g, " ");
  const lines = [
    `O arquivo “${name}” foi enviado e ninguém o confirmou.`,
    `Em ${on} ele será descartado. Nada dele foi lançado.`,
    `Para ficar com ele, abra-o: ${tx.ports.siteUrl}/arquivos/enviar/${subjectId}`,
  ];
  return mailOfLines(`Arquivo ${name} espera a sua confirmação`, lines);
}
