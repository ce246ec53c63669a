import { recordEvents } from "#server/domain/audit/index";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { closeInvitation } from "./invite";
import { issueLink } from "./link";
import { type Access, reaches, sameAccess } from "./model/access";
import { accessOf, lockPerson, requireAnotherAdmin } from "./person";
import type { RequestKind } from "./request-access";
import { voidSessions } from "./session";
import { removeTotp } from "./totp";

type RequestRow = {
  id: string;
  kind: RequestKind;
  userId: string | null;
  subject: string;
  before: unknown;
  after: unknown;
  state: string;
  requestedBy: string;
  reason: string;
};

/**
 * The second person's word on a request: approved, it is applied in the same transaction, exactly as it
 * was asked; of two who approve at once one gets through. Nobody decides what they asked for, nor about
 * their own access (the database refuses it as well).
 * @throws `access.not_found`, `access.decided`, `access.own`, `access.stale`, `access.last_admin`
 */
export async function decideAccess(
  tx: Tx,
  input: { requestId: string; verdict: "approve" | "reject"; reason: string },
): Promise<void> {
  const request = await lockRequest(tx, input.requestId);
  const { userId: me } = tx.actor;
  if (!me || request.requestedBy === me || request.userId === me) throw new DomainError("access.own");
  if (input.verdict === "approve") await requireStanding(tx, request);
  await close(tx, request, input.verdict === "approve" ? "APPROVED" : "REJECTED", input.reason);
  if (input.verdict === "approve") await applyRequest(tx, request);
  else if (request.kind === "INVITATION")
    await closeInvitation(tx, request.userId!, input.reason || "recusado");
}

/**
 * Takes one's own request back.
 * @throws `access.not_found` also for another's, `access.decided`
 */
export async function withdrawAccess(tx: Tx, input: { requestId: string }): Promise<void> {
  const request = await lockRequest(tx, input.requestId);
  if (request.requestedBy !== tx.actor.userId) throw new DomainError("access.not_found");
  await close(tx, request, "WITHDRAWN", "");
  if (request.kind === "INVITATION") await closeInvitation(tx, request.userId!, "pedido retirado");
}

/** The request, locked, when the actor's funds reach whom and what it is about. */
async function lockRequest(tx: Tx, requestId: string): Promise<RequestRow> {
  const [row] = await tx.sql<RequestRow>(
    `select id, kind, user_id as "userId", subject, before, after, state, requested_by as "requestedBy", reason
       from access_request where id = $1 for update`,
    [requestId],
  );
  if (!row || !(await isInReach(tx, row))) throw new DomainError("access.not_found");
  if (row.state !== "PENDING") throw new DomainError("access.decided");
  return row;
}

async function isInReach(tx: Tx, request: RequestRow): Promise<boolean> {
  if (tx.actor.funds === "all") return true;
  if (request.kind === "POLICY" || !request.userId) return false;
  const wanted = request.kind === "TOTP_RESET" ? null : (request.after as Access);
  if (wanted && !reaches(tx.actor.funds, wanted)) return false;
  const [user] = await tx.sql<{ all: boolean; funds: string[] }>(
    `select sees_all_funds as all, array(select fund_id::text from user_fund where user_id = u.id) as funds
       from app_user u where id = $1`,
    [request.userId],
  );
  return (
    Boolean(user) &&
    reaches(tx.actor.funds, {
      role: "gestor",
      seesAllFunds: user!.all,
      fundIds: user!.funds,
      accessUntil: null,
    })
  );
}

/** Who asked must still be somebody who may ask. */
async function requireStanding(tx: Tx, request: RequestRow): Promise<void> {
  const [asker] = await tx.sql<{ role: Role }>(
    `select role from app_user where id = $1 and disabled_at is null
        and (access_until is null or access_until > $2::timestamptz)`,
    [request.requestedBy, tx.at],
  );
  if (!asker || !roleCapabilities[asker.role].has("user:update")) throw new DomainError("access.stale");
}

async function applyRequest(tx: Tx, request: RequestRow): Promise<void> {
  if (request.kind === "POLICY") return applyPolicy(tx, request);
  const userId = request.userId!;
  if (request.kind === "ACCESS") return applyAccess(tx, request, userId);
  const person = await lockPerson(tx, userId);
  if (person.disabledAt) throw new DomainError("access.stale");
  if (request.kind === "INVITATION") {
    await issueLink(tx, { kind: "INVITATION", userId });
  } else {
    await removeTotp(tx, userId, "totp.reset");
    await voidSessions(tx, userId);
  }
}

async function applyAccess(tx: Tx, request: RequestRow, userId: string): Promise<void> {
  const after = request.after as Access;
  const endsNow = after.accessUntil !== null && new Date(after.accessUntil) <= tx.at;
  if (after.role !== "admin" || endsNow) await requireAnotherAdmin(tx, userId);
  const person = await lockPerson(tx, userId);
  const before = accessOf(person);
  if (person.disabledAt || !sameAccess(before, request.before as Access))
    throw new DomainError("access.stale");
  await tx.sql(
    `update app_user set role = $2, sees_all_funds = $3, access_until = $4::timestamptz, totp_grace_until = null
      where id = $1`,
    [userId, after.role, after.seesAllFunds, after.accessUntil],
  );
  await tx.sql("delete from user_fund where user_id = $1 and fund_id <> all ($2::uuid[])", [
    userId,
    after.fundIds,
  ]);
  await tx.sql(
    "insert into user_fund (user_id, fund_id) select $1, unnest($2::uuid[]) on conflict do nothing",
    [userId, after.fundIds],
  );
  // Whose rights change signs in anew: no session lives on with what it was opened for (ASVS 7.2.4).
  await voidSessions(tx, userId);
  await recordEvents(tx, [
    { action: "user.update", subjectType: "user", subjectId: userId, before, after, reason: request.reason },
  ]);
}

async function applyPolicy(tx: Tx, request: RequestRow): Promise<void> {
  const { requiresTotp } = request.after as { requiresTotp: boolean };
  await tx.sql(
    `insert into role_policy (role, requires_totp, updated_at) values ($1, $2, $3)
     on conflict (role) do update set requires_totp = excluded.requires_totp, updated_at = excluded.updated_at`,
    [request.subject, requiresTotp, tx.at],
  );
  if (!requiresTotp)
    await tx.sql("update app_user set totp_grace_until = null where role = $1", [request.subject]);
}

const endings = {
  APPROVED: "access.approve",
  REJECTED: "access.reject",
  WITHDRAWN: "access.withdraw",
} as const;

async function close(
  tx: Tx,
  request: RequestRow,
  state: keyof typeof endings,
  reason: string,
): Promise<void> {
  await tx.sql(
    `update access_request set state = $2, decided_by = $3, decided_at = $4, decision_reason = nullif($5, '')
      where id = $1`,
    [request.id, state, tx.actor.userId, tx.at, reason],
  );
  await recordEvents(tx, [
    {
      action: endings[state],
      subjectType: request.userId ? "user" : "access_request",
      subjectId: request.userId ?? request.id,
      before: request.before as never,
      after: {
        kind: request.kind,
        request: request.id,
        requestedBy: request.requestedBy,
        change: request.after as never,
      },
      ...(reason ? { reason } : {}),
    },
  ]);
}
