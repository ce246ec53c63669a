import { type Pass, verifyAndKeep } from "#server/domain/audit/index";
import { createCtx, type Runtime, systemActor } from "#server/infra/context";
import type { Witness } from "#server/kernel/ports";
import { startLoop } from "./loop";

const afterFailureMs = 30_000;

/**
 * Goes over the whole audit log again and again, on the machine that has the key and the checkpoints, and
 * rests between passes so that a large log costs a twentieth of one core. Stopping waits for the pass under way.
 */
export function startVerifier(
  runtime: Runtime,
  witness: Witness,
  report: (pass: Pass) => void,
): { stop(): Promise<void> } {
  const ctx = createCtx(runtime, systemActor("verifier"));
  return startLoop(async () => {
    const pass = await verifyAndKeep(ctx, witness).catch((error) => {
      runtime.log.warn({ error }, "the audit log could not be verified");
      return null;
    });
    if (pass) report(pass);
    return { pauseMs: pass?.pauseMs ?? afterFailureMs };
  });
}
