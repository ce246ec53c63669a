import type { Tx } from "#server/kernel/context";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";

export type InboxItem = {
  notificationId: string;
  kind: string;
  subjectId: string;
  createdAt: Date;
  readAt: Date | null;
};

/** A link to sign in by is for the mail alone: on a screen it would lead nowhere. */
const isForScreens = "kind not like 'user.%'";

/** What the actor was told, newest first. */
export async function listNotifications(
  tx: Tx,
  input: { isUnread?: boolean | null; cursor?: string | null; limit?: number },
): Promise<Page<InboxItem>> {
  const limit = input.limit ?? pageSize;
  const after = decodeCursor(input.cursor, 2);
  const rows = await tx.sql<InboxItem & { createdKey: string }>(
    `select id as "notificationId", kind, subject_id as "subjectId", created_at as "createdAt", read_at as "readAt",
            created_at::text as "createdKey"
       from notification
      where user_id = $1 and ${isForScreens} and (not $2::boolean or read_at is null)
        and ($3::timestamptz is null or (created_at, id) < ($3::timestamptz, $4::uuid))
      order by created_at desc, id desc limit $5`,
    [tx.actor.userId, input.isUnread ?? false, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const page = toPage(rows, limit, (row) => [row.createdKey, row.notificationId]);
  return { ...page, items: page.items.map(({ createdKey: _, ...item }) => item) };
}

/** How many the actor has not read. */
export async function countUnread(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ count: number }>(
    `select count(*)::int as count from notification where user_id = $1 and ${isForScreens} and read_at is null`,
    [tx.actor.userId],
  );
  return row?.count ?? 0;
}
