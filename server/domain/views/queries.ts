import type { Tx } from "#server/kernel/context";
import type { ViewScreen } from "./schemas";

export type SavedView = { viewId: string; name: string; query: string; updatedAt: Date };

/** The person's own views of one screen, by name. */
export function listViews(tx: Tx, { screen }: { screen: ViewScreen }): Promise<SavedView[]> {
  return tx.sql<SavedView>(
    `select id as "viewId", name, query, updated_at as "updatedAt" from saved_view
      where user_id = $1 and screen = $2 order by lower(name)`,
    [tx.actor.userId, screen],
  );
}
