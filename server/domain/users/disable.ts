import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { lockPerson, requireAnotherAdmin } from "./person";
import { voidSessions } from "./session";

/**
 * Takes a person's access away at once: every open session and token stops at its next request. Safe to
 * repeat. The last administrator is only for the command line to take away, which can also make another.
 * @throws `user.not_found`, `access.last_admin`
 */
export async function disableUser(tx: Tx, input: { userId: string; reason: string }): Promise<void> {
  if (tx.actor.kind !== "system") await requireAnotherAdmin(tx, input.userId);
  const [user] = await tx.sql<{ disabled_at: Date | null }>(
    "select disabled_at from app_user where id = $1 for no key update",
    [input.userId],
  );
  if (!user) throw new DomainError("user.not_found");
  if (user.disabled_at) return;
  await tx.sql("update app_user set disabled_at = $2 where id = $1", [input.userId, tx.at]);
  await voidSessions(tx, input.userId);
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

/**
 * The same from a screen: whom the actor's funds reach, and never oneself.
 * @throws `user.not_found`, `user.self`, `user.wrong_state`, `access.last_admin`
 */
export async function disablePerson(tx: Tx, input: { userId: string; reason: string }): Promise<void> {
  await requireAnotherAdmin(tx, input.userId);
  const person = await lockPerson(tx, input.userId);
  if (person.disabledAt) throw new DomainError("user.wrong_state");
  await disableUser(tx, input);
}

/**
 * Gives a disabled person back the access they had; they sign in anew.
 * @throws `user.not_found`, `user.self`, `user.wrong_state`
 */
export async function enablePerson(tx: Tx, input: { userId: string; reason: string }): Promise<void> {
  const person = await lockPerson(tx, input.userId);
  if (!person.disabledAt || !person.hasPassword) throw new DomainError("user.wrong_state");
  await tx.sql("update app_user set disabled_at = null where id = $1", [input.userId]);
  await recordEvents(tx, [
    {
      action: "user.enable",
      subjectType: "user",
      subjectId: input.userId,
      before: { disabled: true },
      after: { disabled: false },
      reason: input.reason,
    },
  ]);
}
