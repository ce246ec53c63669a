import type { Capability, Role } from "#server/kernel/capabilities";
import { roleCapabilities } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";

export type TokenItem = {
  tokenId: string;
  name: string;
  capabilities: Capability[];
  /** What its person lost since, and it with them. */
  lost: Capability[];
  allFunds: boolean;
  fundCodes: string[];
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  state: "ACTIVE" | "EXPIRED" | "REVOKED";
};

/** A person's tokens, the newest first. Whose they are is checked before. */
export async function listTokens(tx: Tx, userId: string): Promise<TokenItem[]> {
  const rows = await tx.sql<Omit<TokenItem, "lost"> & { role: Role }>(
    `select t.id as "tokenId", t.name, t.capabilities, t.all_funds as "allFunds", t.created_at as "createdAt",
            t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt", u.role,
            array(select code from fund where id = any (t.fund_ids) order by 1) as "fundCodes",
            case when t.revoked_at is not null then 'REVOKED' when t.expires_at <= $2::timestamptz then 'EXPIRED'
                 else 'ACTIVE' end as state
       from api_token t join app_user u on u.id = t.user_id
      where t.user_id = $1 order by t.revoked_at is not null, t.created_at desc, t.id limit 200`,
    [userId, tx.at],
  );
  return rows.map(({ role, ...row }) => ({
    ...row,
    lost: row.capabilities.filter((capability) => !roleCapabilities[role].has(capability)),
  }));
}
