import type { Actor } from "#server/kernel/actor";
import { type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";

/** The person with an address, as they may act right now; null: nobody, disabled, or past their time. */
export async function findUserActor(tx: Tx, email: string): Promise<Actor | null> {
  const [user] = await tx.sql<{ id: string; role: Role; sees_all_funds: boolean; fund_ids: string[] }>(
    `select id, role, sees_all_funds, array(select fund_id::text from user_fund where user_id = u.id) as fund_ids
       from app_user u
      where lower(email) = lower($1) and disabled_at is null and (access_until is null or access_until > now())`,
    [email],
  );
  if (!user) return null;
  return {
    kind: "user",
    id: user.id,
    userId: user.id,
    role: user.role,
    capabilities: roleCapabilities[user.role],
    funds: user.sees_all_funds ? "all" : user.fund_ids,
  };
}

/** The stored hash of a person's password, to be checked and never shown; null: nobody has this address. */
export async function findUserPassword(tx: Tx, email: string): Promise<string | null> {
  const [user] = await tx.sql<{ password_hash: string }>(
    "select password_hash from app_user where lower(email) = lower($1)",
    [email],
  );
  return user?.password_hash ?? null;
}
