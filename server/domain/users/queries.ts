import { type Role, roles } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { decodeCursor, type Page, pageSize, toPage } from "#server/kernel/page";
import { personName } from "#server/kernel/personal";
import type { Access } from "./model/access";
import type { RequestKind } from "./request-access";
import { sessionIdleHoursMax } from "./session";

export type Profile = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  seesAllFunds: boolean;
  accessUntil: Date | null;
};

/** @throws `user.not_found` */
export async function getProfile(tx: Tx, userId: string): Promise<Profile> {
  const [row] = await tx.sql<Profile>(
    `select id as "userId", name, email, role, sees_all_funds as "seesAllFunds", access_until as "accessUntil"
       from app_user where id = $1`,
    [userId],
  );
  if (!row) throw new DomainError("user.not_found");
  return row;
}

export const userStates = [
  "ACTIVE",
  "AWAITING_APPROVAL",
  "INVITED",
  "INVITATION_EXPIRED",
  "EXPIRED",
  "DISABLED",
  "CANCELLED",
] as const;
export type UserState = (typeof userStates)[number];

export type UserItem = Profile & {
  state: UserState;
  /** Codes of the funds in scope that the reader sees too. */
  fundCodes: string[];
  hasTotp: boolean;
  mustHaveTotp: boolean;
  graceUntil: Date | null;
  lastSignInAt: Date | null;
  sessionCount: number;
  hasRequest: boolean;
};

/** Whom the reader's funds reach: everyone, or who shares a fund with them, and themselves. */
const inReach = `($1::uuid[] is null or u.id = $2::uuid
  or exists (select 1 from user_fund f where f.user_id = u.id and f.fund_id = any ($1::uuid[])))`;

const stateOf = `case
  when u.disabled_at is not null and u.password_hash is null then 'CANCELLED'
  when u.disabled_at is not null then 'DISABLED'
  when u.access_until <= $3::timestamptz then 'EXPIRED'
  when u.password_hash is not null then 'ACTIVE'
  when exists (select 1 from access_request r where r.user_id = u.id and r.kind = 'INVITATION' and r.state = 'PENDING')
    then 'AWAITING_APPROVAL'
  when exists (select 1 from user_link l where l.user_id = u.id and l.used_at is null and l.revoked_at is null
    and l.expires_at > $3::timestamptz) then 'INVITED'
  else 'INVITATION_EXPIRED' end`;

const userColumns = `u.id as "userId", u.name, u.email, u.role, u.sees_all_funds as "seesAllFunds",
  u.access_until as "accessUntil", u.totp_grace_until as "graceUntil", ${stateOf} as state,
  array(select f.code from user_fund uf join fund f on f.id = uf.fund_id where uf.user_id = u.id order by 1) as "fundCodes",
  exists (select 1 from user_totp t where t.user_id = u.id and t.confirmed_at is not null) as "hasTotp",
  role_requires_totp(u.role) as "mustHaveTotp",
  (select max(s.created_at) from user_session s where s.user_id = u.id) as "lastSignInAt",
  (select count(*)::int from user_session s join app_user o on o.id = s.user_id where s.user_id = u.id and ${aliveOn("$3")}) as "sessionCount",
  exists (select 1 from access_request r where r.user_id = u.id and r.state = 'PENDING') as "hasRequest"`;

export type UserFilter = {
  text?: string | null | undefined;
  role?: Role | null | undefined;
  state?: UserState | null | undefined;
  cursor?: string | null | undefined;
  limit?: number | undefined;
};

/** People in reach by name. Invitations that were taken back only show when asked for. */
export async function listUsers(tx: Tx, filter: UserFilter): Promise<Page<UserItem>> {
  const limit = filter.limit ?? pageSize;
  const after = decodeCursor(filter.cursor, 2);
  const rows = await tx.sql<UserItem>(
    `select * from (
       select ${userColumns}, lower(u.name) as sorted from app_user u
        where ${inReach} and ($4::text is null or u.name ilike $4 or u.email ilike $4)
          and ($5::text is null or u.role = $5)) as u
      where case when $6::text is null then state <> 'CANCELLED' else state = $6 end
        and ($7::text is null or (sorted, "userId") > ($7::text, $8::uuid))
      order by sorted, "userId" limit $9`,
    [
      ...readerOf(tx),
      filter.text ? `%${filter.text.replace(/[\\%_]/g, "\\$&")}%` : null,
      filter.role ?? null,
      filter.state ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, (row) => [row.name.toLowerCase(), row.userId]);
}

export type UserDetail = UserItem & {
  fundIds: string[];
  createdAt: Date;
  disabledAt: Date | null;
  recoveryCodesLeft: number;
  invitation: { sentAt: Date | null; expiresAt: Date; mailState: string } | null;
};

/** @throws `user.not_found` also for whom the reader's funds do not reach */
export async function getUser(tx: Tx, userId: string): Promise<UserDetail> {
  const [row] = await tx.sql<Omit<UserDetail, "invitation">>(
    `select ${userColumns}, u.created_at as "createdAt", u.disabled_at as "disabledAt",
            array(select fund_id::text from user_fund where user_id = u.id order by 1) as "fundIds",
            (select count(*)::int from user_recovery_code c where c.user_id = u.id and c.used_at is null) as "recoveryCodesLeft"
       from app_user u where ${inReach} and u.id = $4`,
    [...readerOf(tx), userId],
  );
  if (!row) throw new DomainError("user.not_found");
  const [invitation] = await tx.sql<NonNullable<UserDetail["invitation"]>>(
    `select n.sent_at as "sentAt", l.expires_at as "expiresAt", coalesce(n.state, 'PENDING') as "mailState"
       from user_link l left join notification n on n.subject_id = l.id
      where l.user_id = $1 and l.kind = 'INVITATION' order by l.created_at desc limit 1`,
    [userId],
  );
  return { ...row, invitation: invitation ?? null };
}

export type SessionItem = {
  sessionId: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  isCurrent: boolean;
};

/** A person's sessions that are alive, the last used first. Whose they are is checked before. */
export async function listSessions(tx: Tx, userId: string): Promise<SessionItem[]> {
  return tx.sql<SessionItem>(
    `select s.id as "sessionId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
            s.expires_at as "expiresAt", s.user_agent as "userAgent", s.id = $2::uuid as "isCurrent"
       from user_session s join app_user o on o.id = s.user_id
      where s.user_id = $1 and ${aliveOn("$3")} order by s.last_seen_at desc, s.id limit 200`,
    [userId, tx.actor.sessionId ?? null, tx.at],
  );
}

/** Sessions that still open something. */
function aliveOn(at: string): string {
  return `s.ended_at is null and s.expires_at > ${at}::timestamptz
    and s.last_seen_at > ${at}::timestamptz - interval '${sessionIdleHoursMax} hours' and o.disabled_at is null`;
}

export type TotpState = {
  isOn: boolean;
  isRequired: boolean;
  graceUntil: Date | null;
  confirmedAt: Date | null;
  recoveryCodesLeft: number;
};

/** The state of a person's own second factor. */
export async function getTotpState(tx: Tx, userId: string): Promise<TotpState> {
  const [row] = await tx.sql<TotpState>(
    `select t.confirmed_at is not null as "isOn", role_requires_totp(u.role) as "isRequired",
            u.totp_grace_until as "graceUntil", t.confirmed_at as "confirmedAt",
            (select count(*)::int from user_recovery_code c where c.user_id = u.id and c.used_at is null) as "recoveryCodesLeft"
       from app_user u left join user_totp t on t.user_id = u.id
      where u.id = $1`,
    [userId],
  );
  if (!row) throw new DomainError("user.not_found");
  return row;
}

/** When the reader's own session ends: for sure, and without a further request. */
export async function getSessionEnd(tx: Tx): Promise<{ endsAt: Date; idleMs: number; readAt: Date } | null> {
  const [row] = await tx.sql<{ endsAt: Date }>(
    `select least(s.expires_at, u.access_until) as "endsAt" from user_session s join app_user u on u.id = s.user_id
      where s.id = $1`,
    [tx.actor.sessionId ?? null],
  );
  return row ? { endsAt: row.endsAt, idleMs: sessionIdleHoursMax * 3_600_000, readAt: tx.at } : null;
}

export async function listRolePolicies(
  tx: Tx,
): Promise<{ role: Role; requiresTotp: boolean; userCount: number }[]> {
  return tx.sql(
    `select r.role, role_requires_totp(r.role) as "requiresTotp",
            (select count(*)::int from app_user u where u.role = r.role and u.disabled_at is null
              and ($1::uuid[] is null or exists (
                select 1 from user_fund f where f.user_id = u.id and f.fund_id = any ($1::uuid[])))) as "userCount"
       from unnest($2::text[]) as r(role)`,
    [readerOf(tx)[0], roles],
  );
}

export type RequestItem = {
  requestId: string;
  kind: RequestKind;
  userId: string | null;
  userName: string | null;
  userEmail: string | null;
  /** The role that a rule is about. */
  role: Role | null;
  before: Partial<Access> & { requiresTotp?: boolean };
  after: Partial<Access> & { requiresTotp?: boolean };
  reason: string;
  state: "PENDING" | "APPROVED" | "REJECTED" | "WITHDRAWN";
  requestedAt: Date;
  requestedByName: string;
  decidedAt: Date | null;
  decidedByName: string | null;
  decisionReason: string | null;
  /** The reader asked for it, or it is about them: another person decides. */
  isOwn: boolean;
  isMine: boolean;
};

/** What waits for a second person, the oldest first; or, with `isDecided`, what was decided, the newest first. */
export async function listRequests(
  tx: Tx,
  filter: { userId?: string | undefined; isDecided?: boolean | undefined; limit?: number | undefined },
): Promise<RequestItem[]> {
  const order = filter.isDecided ? "r.decided_at desc, r.id" : "r.requested_at, r.id";
  return tx.sql<RequestItem>(
    `select r.id as "requestId", r.kind, r.user_id as "userId", u.name as "userName", u.email as "userEmail",
            case when r.user_id is null then r.subject end as role, r.before, r.after, r.reason, r.state,
            r.requested_at as "requestedAt", asker.name as "requestedByName", r.decided_at as "decidedAt",
            decider.name as "decidedByName", r.decision_reason as "decisionReason",
            r.requested_by = $2::uuid as "isMine", (r.requested_by = $2::uuid or r.user_id = $2::uuid) is true as "isOwn"
       from access_request r left join app_user u on u.id = r.user_id
       join app_user asker on asker.id = r.requested_by left join app_user decider on decider.id = r.decided_by
      where (u.id is null and $1::uuid[] is null or u.id is not null and ${inReach}) and $3::timestamptz is not null
        and ($4::uuid is null or r.user_id = $4) and (r.state <> 'PENDING') = $5
      order by ${order} limit $6`,
    [...readerOf(tx), filter.userId ?? null, filter.isDecided ?? false, filter.limit ?? 200],
  );
}

/** How many requests wait that the reader may decide. */
export async function countRequests(tx: Tx): Promise<number> {
  const waiting = await listRequests(tx, {});
  return waiting.filter(({ isOwn }) => !isOwn).length;
}

function readerOf(tx: Tx): [funds: readonly string[] | null, person: string | null, at: Date] {
  return [tx.actor.funds === "all" ? null : tx.actor.funds, tx.actor.userId, tx.at];
}

/** Names of a few people who grant rights, for whoever lacks one. */
export async function listGrantors(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ id: string; name: string }>(
    "select id, name from app_user where role = 'admin' and disabled_at is null order by name limit 3",
  );
  return rows.map(({ id, name }) => personName(tx.actor, name, id));
}
