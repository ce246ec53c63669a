import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { localInstant } from "#server/kernel/local-time";
import { type Access, reaches } from "./model/access";
import type { Invitation } from "./schemas";

export type PersonRow = Access & {
  userId: string;
  email: string;
  name: string;
  hasPassword: boolean;
  disabledAt: Date | null;
};

/**
 * A person with their access, locked, as far as the actor's funds reach them; whom they do not reach is
 * answered like nobody.
 * @throws `user.not_found`, `user.self` when the actor is that person
 */
export async function lockPerson(tx: Tx, userId: string): Promise<PersonRow> {
  const row = await findPerson(tx, userId);
  if (!row || !reaches(tx.actor.funds, row)) throw new DomainError("user.not_found");
  if (userId === tx.actor.userId) throw new DomainError("user.self");
  return row;
}

async function findPerson(tx: Tx, userId: string): Promise<PersonRow | null> {
  const [row] = await tx.sql<Omit<PersonRow, "accessUntil"> & { accessUntil: Date | null }>(
    `select id as "userId", email, name, role, sees_all_funds as "seesAllFunds", access_until as "accessUntil",
            disabled_at as "disabledAt", password_hash is not null as "hasPassword",
            array(select fund_id::text from user_fund where user_id = u.id order by 1) as "fundIds"
       from app_user u where id = $1 for no key update of u`,
    [userId],
  );
  return row ? { ...row, accessUntil: row.accessUntil?.toISOString() ?? null } : null;
}

/**
 * Locks every administrator that can sign in and refuses when `userId` is the last of them: two who are
 * taken away at once cannot both go. Asked before the person's own row is locked.
 * @throws `access.last_admin`
 */
export async function requireAnotherAdmin(tx: Tx, userId: string): Promise<void> {
  const admins = await tx.sql<{ id: string }>(
    `select id from app_user
      where role = 'admin' and disabled_at is null and password_hash is not null
        and (access_until is null or access_until > $1::timestamptz)
      order by id for no key update`,
    [tx.at],
  );
  const isOne = admins.some(({ id }) => id === userId);
  if (isOne && admins.length === 1) throw new DomainError("access.last_admin");
}

export function accessOf({ role, seesAllFunds, fundIds, accessUntil }: Access): Access {
  return { role, seesAllFunds, fundIds: seesAllFunds ? [] : [...fundIds].sort(), accessUntil };
}

/**
 * What is asked for, as it will be applied; nobody hands out funds that they do not see.
 * @throws `fund.not_found`
 */
export async function wantedAccess(
  tx: Tx,
  input: Pick<Invitation, "role" | "seesAllFunds" | "fundIds" | "accessUntil">,
): Promise<Access> {
  const access = accessOf({
    role: input.role,
    seesAllFunds: input.seesAllFunds,
    fundIds: [...new Set(input.fundIds)],
    accessUntil: input.accessUntil && localInstant(input.accessUntil, "23:59:59").toISOString(),
  });
  if (!reaches(tx.actor.funds, access)) throw new DomainError("fund.not_found");
  const known = await tx.sql("select id from fund where id = any ($1::uuid[])", [access.fundIds]);
  if (known.length !== access.fundIds.length) throw new DomainError("fund.not_found");
  return access;
}
