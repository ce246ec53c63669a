import { fundScope } from "#server/kernel/actor";
import type { Tx } from "#server/kernel/context";
import type { OperationState, WaitReason } from "./schemas";

export type StateTotal = { state: OperationState; waitReason: WaitReason | null; totalCents: bigint };

/** What a file's operations in scope add up to, in centavos, by where they stand; those without a price count as nothing. */
export async function sumOperationsByState(tx: Tx, uploadId: string): Promise<StateTotal[]> {
  return await tx.sql<StateTotal>(
    `select state, wait_reason as "waitReason", coalesce(sum(total_cents), 0)::bigint as "totalCents"
       from operation where upload_id = $1 and ($2::uuid[] is null or fund_id = any ($2)) group by 1, 2`,
    [uploadId, fundScope(tx.actor)],
  );
}
