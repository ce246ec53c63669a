import { type SealOutcome, sealEvents } from "#server/domain/audit/index";
import { createCtx, type Runtime, systemActor } from "#server/infra/context";
import type { Witness } from "#server/kernel/ports";
import { startLoop } from "./loop";

const everyMs = 1_000;
const afterFailureMs = 10_000;

/**
 * Seals the audit log once a second, on the machine that has its key. Several may run: the database lets
 * one at a time. Stopping waits for the batch under way.
 */
export function startSealer(
  runtime: Runtime,
  witness: Witness,
  report: (outcome: SealOutcome) => void,
): { stop(): Promise<void> } {
  const ctx = createCtx(runtime, systemActor("sealer"));
  return startLoop(async () => {
    const outcome = await sealEvents(ctx, witness).catch((error) => {
      runtime.log.warn({ error }, "the audit log could not be sealed");
      return null;
    });
    if (outcome) report(outcome);
    return { pauseMs: outcome && !outcome.halt ? everyMs : afterFailureMs };
  });
}
