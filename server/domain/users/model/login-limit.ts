/** What was tried lately. Only tries whose password was really checked are counted. */
export type LoginHistory = {
  /** Failures of this account from this address, 15 minutes. */
  pairFailures: number;
  pairLastAt: Date | null;
  /** Failures of this address on any account, 15 minutes. */
  addressFailures: number;
  /** Failures of this account from any address, 15 minutes. */
  accountFailures: number;
  accountLastAt: Date | null;
  /** Failures of everyone, one minute. */
  everyoneFailures: number;
  /** This account signed in from this address within 30 days. */
  isKnownAddress: boolean;
};

export type LoginVerdict = { allowed: true } | { allowed: false; retryAfterS: number };

export const loginLimits = {
  windowS: 15 * 60,
  pairFree: 5,
  addressMax: 20,
  accountFree: 20,
  everyoneMax: 100,
} as const;

/**
 * Whether a password may be checked now (reliability.md T31). Refusals are short and never lock an
 * account: an address from which its person signed in before keeps working while others guess.
 */
export function decideLogin(history: LoginHistory, now: Date): LoginVerdict {
  const { pairFailures, addressFailures, accountFailures, isKnownAddress } = history;
  if (addressFailures >= loginLimits.addressMax) return refuse(60);
  if (pairFailures >= loginLimits.pairFree) {
    const waitS = Math.min(300, 15 * 2 ** (pairFailures - loginLimits.pairFree));
    const leftS = remaining(history.pairLastAt, waitS, now);
    if (leftS > 0) return refuse(leftS);
  }
  if (isKnownAddress) return { allowed: true };
  if (history.everyoneFailures >= loginLimits.everyoneMax) return refuse(60);
  if (accountFailures >= loginLimits.accountFree) {
    const leftS = remaining(history.accountLastAt, 15, now);
    if (leftS > 0) return refuse(leftS);
  }
  return { allowed: true };
}

function refuse(retryAfterS: number): LoginVerdict {
  return { allowed: false, retryAfterS };
}

function remaining(lastAt: Date | null, waitS: number, now: Date): number {
  if (!lastAt) return 0;
  return Math.max(0, Math.ceil((lastAt.getTime() + waitS * 1000 - now.getTime()) / 1000));
}
