import { recordEvents } from "#server/domain/audit/index";
import { isReadOnly } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { issueLink, revokeLinks } from "./link";
import { lockPerson, wantedAccess } from "./person";
import { addRequest } from "./request-access";
import type { Invitation } from "./schemas";

/**
 * Invites a person. A role that only reads is invited at once; any other waits for a second person, since
 * whoever could let somebody in alone could also be the second person of everything else.
 * @throws `user.email_taken`, `fund.not_found`
 */
export async function inviteUser(
  tx: Tx,
  input: Invitation,
): Promise<{ userId: string; needsSecondPerson: boolean }> {
  const access = await wantedAccess(tx, input);
  const userId = newId();
  const created = await tx.sql(
    `insert into app_user (id, email, name, role, sees_all_funds, access_until, created_at)
     values ($1, $2, $3, $4, $5, $6::timestamptz, $7) on conflict do nothing returning id`,
    [userId, input.email, input.name, access.role, access.seesAllFunds, access.accessUntil, tx.at],
  );
  if (created.length === 0) throw new DomainError("user.email_taken");
  await tx.sql("insert into user_fund (user_id, fund_id) select $1, unnest($2::uuid[])", [
    userId,
    access.fundIds,
  ]);
  await recordEvents(tx, [
    {
      action: "user.invite",
      subjectType: "user",
      subjectId: userId,
      after: access,
      reason: input.reason,
      personal: { email: input.email, name: input.name },
    },
  ]);
  const needsSecondPerson = tx.actor.kind !== "system" && !isReadOnly(access.role);
  if (needsSecondPerson)
    await addRequest(tx, { kind: "INVITATION", userId, before: null, after: access, reason: input.reason });
  else await issueLink(tx, { kind: "INVITATION", userId });
  return { userId, needsSecondPerson };
}

/**
 * Sends the invitation again, with a new link; the earlier one stops working.
 * @throws `user.not_found`, `user.wrong_state` when it was accepted or still waits for a second person
 */
export async function resendInvitation(tx: Tx, { userId }: { userId: string }): Promise<void> {
  await requireInvited(tx, userId);
  await recordEvents(tx, [{ action: "user.resend_invitation", subjectType: "user", subjectId: userId }]);
  await issueLink(tx, { kind: "INVITATION", userId });
}

/**
 * Takes an invitation back: its link opens nothing any more, and the address is free for another one.
 * @throws `user.not_found`, `user.wrong_state`
 */
export async function revokeInvitation(tx: Tx, input: { userId: string; reason: string }): Promise<void> {
  await requireInvited(tx, input.userId);
  await closeInvitation(tx, input.userId, input.reason);
}

/** An invitation that leads to nobody: the person never was, and their address may be invited anew. */
export async function closeInvitation(tx: Tx, userId: string, reason: string): Promise<void> {
  await revokeLinks(tx, { kind: "INVITATION", userId });
  // The row stays for the audit trail; only the address is let go.
  await tx.sql(
    "update app_user set disabled_at = $2, email = 'convite-cancelado+' || id || '@invalid' where id = $1",
    [userId, tx.at],
  );
  await recordEvents(tx, [
    {
      action: "user.revoke_invitation",
      subjectType: "user",
      subjectId: userId,
      before: { invited: true },
      after: { invited: false },
      reason,
    },
  ]);
}

async function requireInvited(tx: Tx, userId: string): Promise<void> {
  const person = await lockPerson(tx, userId);
  const waiting = await tx.sql(
    "select 1 from access_request where user_id = $1 and kind = 'INVITATION' and state = 'PENDING'",
    [userId],
  );
  if (person.hasPassword || person.disabledAt || waiting.length > 0)
    throw new DomainError("user.wrong_state");
}
