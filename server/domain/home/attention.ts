import { countDecidable } from "#server/domain/review/queries";
import type { Tx } from "#server/kernel/context";

/** What waits for the actor: how many, and since when the oldest does. */
export type Attention = { kind: "review" | "upload"; count: number; oldestAt: Date | null };

/**
 * What the actor can act on, by the same conditions as the lists behind it. Kinds that the actor has
 * no right to act on are absent; those with nothing waiting are there with zero.
 */
export async function listAttention(tx: Tx, input: { fundCode?: string | null }): Promise<Attention[]> {
  const { capabilities } = tx.actor;
  const found: Attention[] = [];
  if (capabilities.has("review:decide")) found.push({ kind: "review", ...(await countDecidable(tx, input)) });
  if (capabilities.has("import:create")) found.push(await countOwnUploads(tx));
  return found;
}

/** Files of the actor's own that wait for the rest of them, or for a confirmation. */
async function countOwnUploads(tx: Tx): Promise<Attention> {
  const [row] = await tx.sql<{ count: number; oldestAt: Date | null }>(
    `select count(*)::int as count, min(created_at) as "oldestAt" from upload
      where uploaded_by = $1 and state = any ($2)`,
    [tx.actor.userId, openStates],
  );
  return { kind: "upload", count: row?.count ?? 0, oldestAt: row?.oldestAt ?? null };
}

/** Begun and not confirmed: the list of open files of one's own. */
const openStates = ["RECEIVING", "AWAITING_CONFIRMATION", "PREVIEWED"];
