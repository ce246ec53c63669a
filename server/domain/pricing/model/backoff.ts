import { publicationAt } from "#server/kernel/business-day";

const FIRST_MS = 500;
const QUICK_MAX_MS = 30_000;
/** How long a day without data is asked for as often as a failing service. */
export const emptyQuickForMs = 300_000;
const SLOW_MAX_MS = 3_600_000;

/**
 * Wait after an answer that did not come: half a second doubling to 30 s, of which a random half.
 * @param attempt 1 after the first failure
 * @param random 0 ≤ random < 1
 */
export function unavailableDelayMs(attempt: number, random: number): number {
  const doublings = Math.min(Math.max(attempt - 1, 0), 16);
  return jittered(Math.min(FIRST_MS * 2 ** doublings, QUICK_MAX_MS), random);
}

/**
 * Wait after an answer without data (404, `[]`): as long again as it has been asked for, 30 s at most,
 * for five minutes; then a tenth of that time, an hour at most. A day that is late comes soon, a
 * holiday never does.
 * @param ageMs since it was first asked for
 */
export function emptyDayDelayMs(ageMs: number, random: number): number {
  const base =
    ageMs < emptyQuickForMs
      ? Math.min(Math.max(ageMs, FIRST_MS), QUICK_MAX_MS)
      : Math.min(Math.max(ageMs / 10, QUICK_MAX_MS), SLOW_MAX_MS);
  return jittered(base, random);
}

/** Wait until the day's prices are published, 20h in São Paulo of that day; 0 when they are. */
export function publicationDelayMs(priceOn: string, now: Date): number {
  return Math.max(publicationAt(priceOn).getTime() - now.getTime(), 0);
}

/** Between half and all of it, so that many who failed together do not come back together. */
function jittered(delayMs: number, random: number): number {
  return Math.ceil(delayMs * (0.5 + random / 2));
}
