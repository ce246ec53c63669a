/** What can be said of the whole log now, the worst first. */
export type Integrity = "BROKEN" | "UNVERIFIED" | "STALE" | "BEHIND" | "WHOLE";

export type IntegrityFacts = {
  /** When the newest pass over the whole log ended, and what it found; null before the first. */
  readonly verifiedAt: Date | null;
  readonly problemCount: number;
  /** How long that pass took. */
  readonly tookMs: number;
  /** How long the oldest event without a seal has waited. */
  readonly lagSeconds: number;
};

const lagMostS = 60;
/** A pass begins again after this long, or after twenty times what the last one took. */
export const pauseLeastMs = 10_000;
export const pauseShare = 20;
const staleFactor = 3;
const staleLeastMs = 5 * 60_000;

export function integrityOf(facts: IntegrityFacts, now: Date): Integrity {
  if (facts.verifiedAt === null) return "UNVERIFIED";
  if (facts.problemCount > 0) return "BROKEN";
  const staleMs = Math.max(staleLeastMs, staleFactor * pauseShare * facts.tookMs);
  if (now.getTime() - facts.verifiedAt.getTime() > staleMs) return "STALE";
  return facts.lagSeconds > lagMostS ? "BEHIND" : "WHOLE";
}
