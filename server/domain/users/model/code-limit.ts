export type CodeHistory = { failedCount: number; failedAt: Date | null };

export const codeLimits = { free: 5, waitMaxS: 900, forgetAfterS: 86_400 } as const;

/** Failures that still count: a day without any forgets them. */
export function countedFailures({ failedCount, failedAt }: CodeHistory, now: Date): number {
  return failedAt && now.getTime() - failedAt.getTime() < codeLimits.forgetAfterS * 1000 ? failedCount : 0;
}

/**
 * Seconds until the next code may be tried; 0: now. Whoever gets here knows the password, so that the wait
 * grows to a quarter of an hour: about a hundred guesses a day at three valid codes in a million.
 */
export function codeWaitS(history: CodeHistory, now: Date): number {
  const failures = countedFailures(history, now);
  if (failures < codeLimits.free || !history.failedAt) return 0;
  const waitS = Math.min(codeLimits.waitMaxS, 15 * 2 ** (failures - codeLimits.free));
  return Math.max(0, Math.ceil((history.failedAt.getTime() + waitS * 1000 - now.getTime()) / 1000));
}
