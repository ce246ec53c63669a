export type Counts = {
  state: string;
  confirmedAt: Date;
  acceptedAt: Date | null;
  finishedAt: Date | null;
  rows: number | null;
  stagedRows: number;
  accepted: number;
  /** Operations whose list of prices has not come. */
  unpriced: number;
  /** Operations that have a price and wait for their turn in the fund's book. */
  ready: number;
};

export type Stage = "reading" | "accepting" | "pricing" | "executing" | "done";
export type Progress = {
  stage: Stage;
  done: number;
  total: number;
  /** Done per second since the stage began; null while it cannot be told. */
  perSecond: number | null;
  /** When it ends at this pace. */
  endsAt: Date | null;
  /** How long it has taken, from the confirmation. */
  elapsedS: number;
  /** What is left of the promised time when it ends, or now while it goes on; negative when it is over. */
  slackS: number;
};

/** How far a confirmed file got, at which pace, and what is left of the time that was promised. */
export function measureProgress(counts: Counts, now: Date, promisedS: number): Progress {
  const stage = stageOf(counts);
  const { done, total } = workOf(stage, counts);
  const end = counts.finishedAt ?? now;
  const elapsedS = seconds(counts.confirmedAt, end);
  const startedAt = counts.acceptedAt ?? counts.confirmedAt;
  const workingS = seconds(startedAt, now);
  const perSecond = stage !== "done" && done > 0 && workingS > 0 ? done / workingS : null;
  const endsAt =
    perSecond === null ? null : new Date(now.getTime() + Math.min(1e9, ((total - done) / perSecond) * 1000));
  return { stage, done, total, perSecond, endsAt, elapsedS, slackS: promisedS - elapsedS };
}

function stageOf({ state, unpriced, ready }: Counts): Stage {
  if (state === "SPLITTING" || state === "STAGING" || state === "PREVIEWED") return "reading";
  if (state === "ACCEPTING") return "accepting";
  if (state !== "PROCESSING") return "done";
  return unpriced > 0 && ready === 0 ? "pricing" : "executing";
}

/** Lines while the file is read; then operations that are final, in front of a person or set aside. */
function workOf(stage: Stage, counts: Counts): { done: number; total: number } {
  if (stage === "reading") return { done: counts.stagedRows, total: counts.rows ?? 0 };
  if (stage === "accepting") return { done: counts.accepted, total: counts.rows ?? 0 };
  return { done: Math.max(0, counts.accepted - counts.unpriced - counts.ready), total: counts.accepted };
}

function seconds(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1000);
}
