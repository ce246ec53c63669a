import { type Json, recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { sameAccess } from "./model/access";
import { accessOf, lockPerson, wantedAccess } from "./person";
import type { AccessChange } from "./schemas";

export type RequestKind = "INVITATION" | "ACCESS" | "TOTP_RESET" | "POLICY";

/**
 * Asks for another role, other funds or another end of somebody's access. Nothing changes before a second
 * person approves.
 * @throws `user.not_found`, `user.self`, `user.wrong_state`, `fund.not_found`, `access.unchanged`, `access.pending`
 */
export async function requestAccess(tx: Tx, input: AccessChange): Promise<{ requestId: string }> {
  const person = await lockPerson(tx, input.userId);
  if (person.disabledAt || !person.hasPassword) throw new DomainError("user.wrong_state");
  const [before, after] = [accessOf(person), await wantedAccess(tx, input)];
  if (sameAccess(before, after)) throw new DomainError("access.unchanged");
  return addRequest(tx, { kind: "ACCESS", userId: input.userId, before, after, reason: input.reason });
}

/**
 * Asks to take somebody's second factor away, for who lost the telephone and the recovery codes.
 * @throws `user.not_found`, `user.self`, `user.wrong_state` without one, `access.pending`
 */
export async function requestTotpReset(
  tx: Tx,
  input: { userId: string; reason: string },
): Promise<{ requestId: string }> {
  const person = await lockPerson(tx, input.userId);
  const on = await tx.sql("select 1 from user_totp where user_id = $1 and confirmed_at is not null", [
    input.userId,
  ]);
  if (person.disabledAt || on.length === 0) throw new DomainError("user.wrong_state");
  return addRequest(tx, { kind: "TOTP_RESET", ...input, before: { totp: true }, after: { totp: false } });
}

/**
 * Asks that a role must, or need not, have the second factor.
 * @throws `access.unchanged`, `access.pending`, `auth.denied` for who does not see every fund
 */
export async function requestPolicy(
  tx: Tx,
  input: { role: string; requiresTotp: boolean; reason: string },
): Promise<{ requestId: string }> {
  if (tx.actor.funds !== "all") throw new DomainError("auth.denied", { right: "user:update" });
  const [policy] = await tx.sql<{ required: boolean }>("select role_requires_totp($1) as required", [
    input.role,
  ]);
  if (policy?.required === input.requiresTotp) throw new DomainError("access.unchanged");
  return addRequest(tx, {
    kind: "POLICY",
    userId: null,
    role: input.role,
    before: { requiresTotp: !input.requiresTotp },
    after: { requiresTotp: input.requiresTotp },
    reason: input.reason,
  });
}

type NewRequest = {
  kind: RequestKind;
  userId: string | null;
  role?: string;
  before: Json;
  after: Json;
  reason: string;
};

/** @throws `access.pending` while one of the kind waits about the same subject */
export async function addRequest(tx: Tx, request: NewRequest): Promise<{ requestId: string }> {
  const requestId = newId();
  const added = await tx.sql(
    `insert into access_request (id, kind, user_id, subject, before, after, reason, requested_by, requested_at)
     values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9) on conflict do nothing returning 1`,
    [
      requestId,
      request.kind,
      request.userId,
      request.userId ?? request.role,
      JSON.stringify(request.before ?? {}),
      JSON.stringify(request.after),
      request.reason,
      tx.actor.userId,
      tx.at,
    ],
  );
  if (added.length === 0) throw new DomainError("access.pending");
  await recordEvents(tx, [
    {
      action: "access.request",
      subjectType: request.userId ? "user" : "access_request",
      subjectId: request.userId ?? requestId,
      before: request.before,
      after: { kind: request.kind, ...(request.role ? { role: request.role } : {}), change: request.after },
      reason: request.reason,
    },
  ]);
  return { requestId };
}
