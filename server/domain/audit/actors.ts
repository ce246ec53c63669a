import { fundScope } from "#server/kernel/actor";
import type { Role } from "#server/kernel/capabilities";
import type { Tx } from "#server/kernel/context";
import { personName } from "#server/kernel/personal";

const most = 200;

/** People whose events the reader may come upon: themselves, and whoever shares a fund with them. */
export async function listActors(tx: Tx): Promise<{ actorId: string; name: string; role: Role }[]> {
  const rows = await tx.sql<{ actorId: string; name: string; role: Role }>(
    `select u.id as "actorId", u.name, u.role from app_user u
      where $1::uuid[] is null or u.id = $2::uuid or u.sees_all_funds
         or exists (select 1 from user_fund f where f.user_id = u.id and f.fund_id = any ($1::uuid[]))
      order by lower(u.name), u.id limit ${most}`,
    [fundScope(tx.actor), tx.actor.userId],
  );
  return rows.map((row) => ({ ...row, name: personName(tx.actor, row.name, row.actorId) }));
}
