import { recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

export type Mail = { subject: string; text: string; html: string };
export type PendingNotification = {
  id: string;
  kind: string;
  subjectId: string;
  userId: string;
  email: string;
  name: string;
};

/**
 * Sends one notification at most once. SMTP cannot be asked whether it took a message, so what a crash
 * or a lost reply leaves in the middle becomes `UNKNOWN` for a person to look at, and is not sent again.
 * What has nothing left to say by then (`compose` gives null) is not sent at all.
 * @throws DomainError `mail.not_sent` when the server surely did not take it: the job tries again
 */
export async function deliverMail(
  ctx: Ctx,
  { notificationId }: { notificationId: string },
  compose: (tx: Tx, notification: PendingNotification) => Promise<Mail | null>,
): Promise<void> {
  const prepared = await ctx.transaction(async (tx) => {
    const notification = await claim(tx, notificationId);
    if (!notification) return null;
    const mail = await compose(tx, notification);
    if (mail) return { notification, mail };
    await settle(tx, notification, "REFUSED", `<${notificationId}@lastro>`);
    return null;
  });
  if (!prepared) return;
  const { notification, mail } = prepared;
  const messageId = `<${notificationId}@lastro>`;
  let state: "SENT" | "UNKNOWN" | "REFUSED" | "PENDING" = "SENT";
  let failure: unknown;
  try {
    await ctx.ports.mailer.send({ messageId, to: notification.email, ...mail });
  } catch (error) {
    failure = error;
    state = outcomeOf(error);
  }
  await ctx.transaction((tx) => settle(tx, notification, state, messageId));
  if (state === "PENDING") throw failure;
}

/** Surely not taken: for now (tried again) or for good. Anything else may have been. */
function outcomeOf(error: unknown): "PENDING" | "REFUSED" | "UNKNOWN" {
  if (!(error instanceof DomainError)) return "UNKNOWN";
  if (error.code === "input.invalid") return "REFUSED";
  if (error.code !== "mail.not_sent") return "UNKNOWN";
  return error.details.isPermanent === true ? "REFUSED" : "PENDING";
}

/** Takes a pending notification; one found in `SENDING` was interrupted and nobody knows how it ended. */
async function claim(tx: Tx, notificationId: string): Promise<PendingNotification | null> {
  const [row] = await tx.sql<PendingNotification & { state: string }>(
    `select n.id, n.kind, n.subject_id as "subjectId", n.user_id as "userId", u.email, u.name, n.state
       from notification n join app_user u on u.id = n.user_id where n.id = $1 for no key update of n`,
    [notificationId],
  );
  if (row?.state === "SENDING") await settle(tx, row, "UNKNOWN", `<${notificationId}@lastro>`);
  if (row?.state !== "PENDING") return null;
  await tx.sql("update notification set state = 'SENDING' where id = $1", [notificationId]);
  return row;
}

async function settle(
  tx: Tx,
  notification: PendingNotification,
  state: string,
  messageId: string,
): Promise<void> {
  await tx.sql(
    `update notification set state = $2, message_id = $3, sent_at = case when $2 = 'SENT' then now() end where id = $1`,
    [notification.id, state, messageId],
  );
  if (state === "PENDING") return;
  await recordEvents(tx, [
    {
      action: state === "SENT" ? "notification.send" : "notification.lose",
      subjectType: "notification",
      subjectId: notification.id,
      after: { state, kind: notification.kind, about: notification.subjectId },
      personal: { email: notification.email },
    },
  ]);
}
