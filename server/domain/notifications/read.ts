import { z } from "zod";
import { recordEvents } from "#server/domain/audit/index";
import type { Ctx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

export const readNotificationsInput = z.strictObject({
  /** The newest that the person has seen: it and everything before it count as read. */
  notificationId: z.uuid(),
  /** That one alone. */
  isAlone: z.boolean().default(false),
});

/**
 * Marks notifications of the actor as read; what came after the newest one they saw stays new.
 * @throws DomainError `notification.not_found`, also for another person's
 */
export async function readNotifications(
  ctx: Ctx,
  input: z.input<typeof readNotificationsInput>,
): Promise<{ count: number }> {
  const { notificationId, isAlone } = readNotificationsInput.parse(input);
  return await ctx.transaction(async (tx) => {
    const [seen] = await tx.sql<{ createdAt: Date }>(
      'select created_at as "createdAt" from notification where id = $1 and user_id = $2',
      [notificationId, tx.actor.userId],
    );
    if (!seen) throw new DomainError("notification.not_found", { notificationId });
    const read = await tx.sql(
      `update notification n set read_at = $3
         from notification seen
        where seen.id = $1 and n.user_id = $2 and n.read_at is null
          and case when $4 then n.id = seen.id else (n.created_at, n.id) <= (seen.created_at, seen.id) end
       returning n.id`,
      [notificationId, tx.actor.userId, tx.at, isAlone],
    );
    await recordEvents(tx, [
      {
        action: "notification.read",
        subjectType: "notification",
        subjectId: notificationId,
        after: { count: read.length },
      },
    ]);
    return { count: read.length };
  });
}
