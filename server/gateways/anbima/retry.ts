import { DomainError } from "#server/kernel/errors";

const pausesMs = [50, 100, 200] as const;
const retryAfterMaxMs = 1_000;

/**
 * Runs a call and, while it fails in a way that passes by itself, again after 50, 100 and 200 ms. A
 * `Retry-After` of up to a second is waited for instead; a longer one ends the tries, as does a second
 * silence, which would cost a whole deadline each.
 */
export async function retried<T>(delay: (ms: number) => Promise<void>, call: () => Promise<T>): Promise<T> {
  let timeouts = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (isTimeout(error)) timeouts += 1;
      const pause = pauseMs(error, attempt);
      if (pause === null || timeouts > 1) throw error;
      await delay(pause);
    }
  }
}

function pauseMs(error: unknown, attempt: number): number | null {
  const pause = pausesMs[attempt];
  if (pause === undefined || !(error instanceof DomainError) || error.kind !== "unavailable") return null;
  const { httpStatus, retryAfterMs } = error.details;
  if (typeof retryAfterMs === "number")
    return retryAfterMs <= retryAfterMaxMs ? Math.max(retryAfterMs, pause) : null;
  // A refusal of the request itself stays one, however often it is sent; 408 and 429 do not.
  const isOurFault = typeof httpStatus === "number" && httpStatus >= 400 && httpStatus < 500;
  return isOurFault && ![401, 408, 425, 429].includes(httpStatus) ? null : pause;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DomainError && error.details.reason === "timeout";
}
