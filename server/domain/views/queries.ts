import type { Tx } from "#server/kernel/context";
import { personName } from "#server/kernel/personal";
import type { ViewScreen } from "./schemas";

export type SavedView = {
  viewId: string;
  name: string;
  query: string;
  updatedAt: Date;
  isShared: boolean;
  isOwn: boolean;
  /** Whose it is. */
  ownerName: string;
};

const sharedMost = 100;

/** The person's own views of one screen by name, and after them those that others share. */
export async function listViews(tx: Tx, { screen }: { screen: ViewScreen }): Promise<SavedView[]> {
  const rows = await tx.sql<SavedView & { userId: string }>(
    `select v.id as "viewId", v.name, v.query, v.updated_at as "updatedAt", v.is_shared as "isShared",
            v.user_id = $1 as "isOwn", u.name as "ownerName", v.user_id as "userId"
       from saved_view v join app_user u on u.id = v.user_id
      where v.screen = $2 and (v.user_id = $1 or v.is_shared)
      order by v.user_id = $1 desc, lower(v.name), v.id limit ${sharedMost}`,
    [tx.actor.userId, screen],
  );
  return rows.map(({ userId, ...view }) => ({
    ...view,
    ownerName: personName(tx.actor, view.ownerName, userId),
  }));
}
