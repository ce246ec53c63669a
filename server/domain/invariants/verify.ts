import type { Ctx } from "#server/kernel/context";
import { verifyAudit } from "./audit";
import type { Finding } from "./checks";
import { verifyEffects } from "./effects";
import { verifyExecutions } from "./executions";
import { verifyLedger } from "./ledger";
import { verifyLiveness } from "./liveness";
import { verifyRows } from "./rows";

export type InvariantReport = {
  readonly ok: boolean;
  /** The instant that everything was read at. */
  readonly at: string;
  readonly invariantes: readonly Finding[];
};

/** How long something unfinished may stand between two steps: longer than any sweep's period. */
export const graceDefaultS = 15;

/**
 * Proves the invariants of the product on what the database holds, all at one instant and while work
 * goes on: each with how much was counted, how much broke it, and up to ten examples.
 */
export async function verifyInvariants(
  ctx: Ctx,
  options: { graceS?: number } = {},
): Promise<InvariantReport> {
  return await ctx.transaction(
    async (tx) => {
      const invariantes = [
        await verifyLedger(tx),
        await verifyExecutions(tx),
        await verifyRows(tx),
        await verifyLiveness(tx, options.graceS ?? graceDefaultS),
        await verifyAudit(tx),
        await verifyEffects(tx),
      ];
      return { ok: invariantes.every(({ falhas }) => falhas === 0), at: tx.at.toISOString(), invariantes };
    },
    { isSnapshot: true },
  );
}
