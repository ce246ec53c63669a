import type { Role } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";

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
  const [row] = await tx.sql<{
    name: string;
    email: string;
    role: Role;
    sees_all_funds: boolean;
    access_until: Date | null;
  }>("select name, email, role, sees_all_funds, access_until from app_user where id = $1", [userId]);
  if (!row) throw new DomainError("user.not_found");
  const { name, email, role } = row;
  return { userId, name, email, role, seesAllFunds: row.sees_all_funds, accessUntil: row.access_until };
}
