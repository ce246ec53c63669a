/**
 * Exponential backoff with full-range jitter between half and the whole of the step.
 * @param attempts failures so far, this one included
 * @param random in [0, 1)
 */
export function backoffMs(
  attempts: number,
  retry: { baseMs: number; maxMs: number },
  random: number,
): number {
  const step = Math.min(retry.maxMs, retry.baseMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(step * (0.5 + random / 2));
}
