import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

/**
 * Takes a person's access away at once: every open session stops at its next request. Safe to repeat.
 * @throws `user.not_found`
 */
export async function disableUser(tx: Tx, input: { userId: string; reason: string }): Promise<void> {
  const [user] = await tx.sql<{ disabled_at: Date | null }>(
    "select disabled_at from app_user where id = $1 for update",
    [input.userId],
  );
  if (!user) throw new DomainError("user.not_found");
  if (user.disabled_at) return;
  await tx.sql("update app_user set disabled_at = $2, session_version = session_version + 1 where id = $1", [
    input.userId,
    tx.at,
  ]);
  await recordEvents(tx, [
    {
      action: "user.disable",
      subjectType: "user",
      subjectId: input.userId,
      before: { disabled: false },
      after: { disabled: true },
      reason: input.reason,
    },
  ]);
}
