import { readNewestCheckpoint } from "#server/domain/audit/queries";
import { enqueue } from "#server/domain/jobs/index";
import {
  deliverMail,
  type Mail,
  mailHtml,
  notify,
  type PendingNotification,
} from "#server/domain/notifications/index";
import { localDay } from "#server/kernel/business-day";
import type { Ctx, Tx } from "#server/kernel/context";
import { escapeHtml } from "#server/kernel/escape-html";
import { sendCheckpointJob } from "./jobs";

const kind = "audit.checkpoint";

/**
 * Once a day, when something was sealed since, who audits and who manages receives the signed checkpoint
 * of the log by mail: whoever rewrites the database later cannot rewrite what lies in their mailboxes.
 */
export async function sweepCheckpoints(ctx: Ctx): Promise<void> {
  await ctx.transaction(async (tx) => {
    const newest = await readNewestCheckpoint(tx);
    if (!newest) return;
    const today = localDay(tx.at);
    const people = await tx.sql<{ userId: string }>(
      `select u.id as "userId" from app_user u
        where u.disabled_at is null and u.role in ('auditor', 'gestor')
          and not exists (select 1 from notification n where n.user_id = u.id and n.kind = $1
                             and (n.subject_id = $2 or n.dedupe_key = concat_ws(':', $1, n.subject_id, u.id, $3::text)))
        order by u.id`,
      [kind, newest.lastEventId, today],
    );
    const told = await notify(
      tx,
      people.map(({ userId }) => ({ kind, subjectId: newest.lastEventId, userId, occasion: today })),
    );
    await enqueue(
      tx,
      sendCheckpointJob,
      told.map((notificationId) => ({ notificationId })),
    );
  });
}

/** The newest checkpoint at the moment of sending, word for word: the signature covers each byte. */
export async function sendCheckpoint(
  ctx: Ctx,
  { notificationId }: { notificationId: string },
): Promise<void> {
  await deliverMail(ctx, { notificationId }, composeCheckpoint);
}

async function composeCheckpoint(tx: Tx, _: PendingNotification): Promise<Mail | null> {
  const newest = await readNewestCheckpoint(tx);
  if (!newest) return null;
  const before = [
    `A trilha de auditoria do Lastro tem ${newest.size} eventos. Este é o seu checkpoint assinado:`,
    "",
  ];
  const after = [
    "Guarde esta mensagem. Quem mudar, apagar ou inserir um evento até aqui não consegue mais dar esta raiz.",
    "Para conferir, salve as linhas do checkpoint, da primeira à que começa por “—”, num arquivo e rode:",
    "lastro auditoria verificar --checkpoints ARQUIVO",
    "ou, sobre um pacote exportado e sem o Lastro: node verificar.mjs PASTA --checkpoint ARQUIVO",
  ];
  return {
    subject: `Trilha de auditoria: checkpoint de ${newest.size} eventos`,
    text: `${[...before, newest.note, ...after].join("\n")}\n`,
    html: mailHtml(
      `<p>${escapeHtml(before[0] as string)}</p><pre>${escapeHtml(newest.note)}</pre>${after.map((line) => `<p>${escapeHtml(line)}</p>`).join("")}`,
    ),
  };
}
