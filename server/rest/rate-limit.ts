/** Requests of one token in one window; BI tools that page as fast as they can stay under it. */
export const rateLimit = { requests: 1_000, windowMs: 10_000 } as const;

export type RateVerdict = { allowed: boolean; remaining: number; resetS: number };

/**
 * A fixed window per token, in this process's memory: it keeps one runaway client from starving the
 * screens. With several web processes the limit holds for each.
 */
export function createRateLimiter(limit: { requests: number; windowMs: number } = rateLimit) {
  let windowStart = 0;
  let counts = new Map<string, number>();

  return function take(tokenId: string, nowMs: number): RateVerdict {
    const start = Math.floor(nowMs / limit.windowMs) * limit.windowMs;
    if (start !== windowStart) {
      windowStart = start;
      counts = new Map();
    }
    const used = (counts.get(tokenId) ?? 0) + 1;
    counts.set(tokenId, used);
    return {
      allowed: used <= limit.requests,
      remaining: Math.max(0, limit.requests - used),
      resetS: Math.max(1, Math.ceil((start + limit.windowMs - nowMs) / 1_000)),
    };
  };
}
