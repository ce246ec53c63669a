import { type EventAction, recordEvents } from "#server/domain/audit/index";
import type { Ctx, Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { type SaveViewInput, saveViewInput } from "./schemas";

/** More than anybody finds again; keeps one person from filling the table. */
const viewsMax = 50;

/**
 * Keeps a filter, its order and its columns under a name, for the person alone or for everybody to find;
 * saving again under the same id changes it.
 * @throws DomainError `view.not_found` (the id is another's), `view.name_taken`, `view.too_many`
 */
export async function saveView(ctx: Ctx, input: SaveViewInput): Promise<void> {
  const view = saveViewInput.parse(input);
  await ctx.transaction(async (tx) => {
    const userId = personOf(tx);
    await requireFreeName(tx, userId, view);
    const changed = await tx.sql(
      `update saved_view set name = $3, query = $4, updated_at = $5, is_shared = $7
        where id = $1 and user_id = $2 and screen = $6 returning id`,
      [view.viewId, userId, view.name, view.query, tx.at, view.screen, view.isShared],
    );
    if (changed.length === 0) {
      const made = await tx.sql(
        `insert into saved_view (id, user_id, screen, name, query, created_at, updated_at, is_shared)
         select $1, $2, $3, $4, $5, $6::timestamptz, $6::timestamptz, $8
          where (select count(*) from saved_view where user_id = $2) < $7
         on conflict (id) do nothing returning id`,
        [view.viewId, userId, view.screen, view.name, view.query, tx.at, viewsMax, view.isShared],
      );
      if (made.length === 0)
        throw new DomainError((await isFull(tx, userId)) ? "view.too_many" : "view.not_found");
    }
    await record(tx, changed.length > 0 ? "view.update" : "view.create", view);
  });
}

/** Forgets a view of one's own. @throws DomainError `view.not_found` */
export async function deleteView(ctx: Ctx, { viewId }: { viewId: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    const [gone] = await tx.sql<{ screen: string; isShared: boolean }>(
      `delete from saved_view where id = $1 and user_id = $2 returning screen, is_shared as "isShared"`,
      [viewId, personOf(tx)],
    );
    if (!gone) throw new DomainError("view.not_found");
    await record(tx, "view.delete", { viewId, ...gone });
  });
}

function personOf(tx: Tx): string {
  if (!tx.actor.userId) throw new DomainError("view.not_found");
  return tx.actor.userId;
}

async function requireFreeName(
  tx: Tx,
  userId: string,
  { viewId, screen, name }: Pick<SaveViewInput, "viewId" | "screen" | "name">,
): Promise<void> {
  const taken = await tx.sql(
    "select 1 from saved_view where user_id = $1 and screen = $2 and lower(name) = lower($3) and id <> $4",
    [userId, screen, name, viewId],
  );
  if (taken.length > 0) throw new DomainError("view.name_taken");
}

async function isFull(tx: Tx, userId: string): Promise<boolean> {
  const [row] = await tx.sql<{ count: number }>(
    "select count(*)::int as count from saved_view where user_id = $1",
    [userId],
  );
  return (row?.count ?? 0) >= viewsMax;
}

async function record(
  tx: Tx,
  action: EventAction,
  { viewId, screen, isShared }: { viewId: string; screen: string; isShared: boolean },
): Promise<void> {
  await recordEvents(tx, [{ action, subjectType: "view", subjectId: viewId, after: { screen, isShared } }]);
}
