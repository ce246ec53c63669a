import type { Actor } from "#server/kernel/actor";
import { type Capability, type Role, roleCapabilities } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { hashToken } from "./create";
import { intersectFunds, isTokenShaped } from "./model/token";

type TokenRow = {
  id: string;
  user_id: string;
  role: Role;
  capabilities: Capability[];
  all_funds: boolean;
  fund_ids: string[];
  sees_all_funds: boolean;
  person_fund_ids: string[];
  is_stale: boolean;
  must_enrol: boolean;
};

/**
 * Who a token speaks for right now, read anew on every request: what its person lost, it lost. Null for
 * every reason that makes it worthless: unknown, expired, revoked, its person disabled or past their time.
 */
export async function findTokenActor(tx: Tx, token: string): Promise<Actor | null> {
  if (!isTokenShaped(token)) return null;
  const [row] = await tx.sql<TokenRow>(
    `select t.id, t.user_id, u.role, t.capabilities, t.all_funds, t.fund_ids::text[] as fund_ids, u.sees_all_funds,
            array(select fund_id::text from user_fund where user_id = u.id) as person_fund_ids,
            t.last_used_at is null or t.last_used_at < $2::timestamptz - interval '1 minute' as is_stale,
            (u.totp_grace_until <= $2::timestamptz and role_requires_totp(u.role) and not exists (
              select 1 from user_totp f where f.user_id = u.id and f.confirmed_at is not null)) is true as must_enrol
       from api_token t join app_user u on u.id = t.user_id
      where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2::timestamptz
        and u.disabled_at is null and (u.access_until is null or u.access_until > $2::timestamptz)`,
    [hashToken(token), tx.at],
  );
  if (!row) return null;
  if (row.is_stale) await tx.sql("update api_token set last_used_at = $2 where id = $1", [row.id, tx.at]);
  return {
    kind: "token",
    id: row.id,
    userId: row.user_id,
    role: row.role,
    capabilities: new Set(
      row.must_enrol
        ? []
        : row.capabilities.filter((capability) => roleCapabilities[row.role].has(capability)),
    ),
    funds: intersectFunds(
      row.all_funds ? "all" : row.fund_ids,
      row.sees_all_funds ? "all" : row.person_fund_ids,
    ),
  };
}
