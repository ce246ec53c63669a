import { recordEvents } from "#server/domain/audit/index";
import type { Tx } from "#server/kernel/context";
import { DomainError } from "#server/kernel/errors";
import { newId } from "#server/kernel/id";
import { hashPassword } from "./password";
import { type NewUser, newUser } from "./schemas";

/**
 * Creates a person with a role and the funds in their scope.
 * @throws `user.email_taken`, `fund.not_found`
 */
export async function createUser(tx: Tx, input: NewUser): Promise<{ userId: string }> {
  const user = newUser.parse(input);
  const userId = newId();
  const created = await tx.sql(
    `insert into app_user (id, email, name, password_hash, role, sees_all_funds, access_until, created_at, totp_grace_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
    [
      userId,
      user.email,
      user.name,
      await hashPassword(user.password),
      user.role,
      user.seesAllFunds,
      user.accessUntil,
      tx.at,
      user.totpGraceUntil,
    ],
  );
  if (created.length === 0) throw new DomainError("user.email_taken");
  const funds = [...new Set(user.fundIds)];
  const granted = await tx.sql(
    "insert into user_fund (user_id, fund_id) select $1, id from fund where id = any($2::uuid[]) returning fund_id",
    [userId, funds],
  );
  if (granted.length !== funds.length) throw new DomainError("fund.not_found");
  await recordEvents(tx, [
    {
      action: "user.create",
      subjectType: "user",
      subjectId: userId,
      after: {
        role: user.role,
        seesAllFunds: user.seesAllFunds,
        funds: funds.toSorted(),
        accessUntil: user.accessUntil?.toISOString() ?? null,
      },
      personal: { email: user.email, name: user.name },
    },
  ]);
  return { userId };
}
