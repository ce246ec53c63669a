export type Sample = { readonly at: number; readonly done: number };

const windowMs = 8_000;
const shortestMs = 400;

/** Adds a measurement, forgetting what is older than the window; a step back starts anew. */
export function addSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && next.done < last.done) return [next];
  const recent = samples.filter(({ at }) => next.at - at <= windowMs);
  // One sample older than the window stays, so that slow progress still has a beginning.
  const before = samples.findLast(({ at }) => next.at - at > windowMs);
  return recent.length > 0 || !before ? [...recent, next] : [before, next];
}

/** How much gets done a second; null while too little was seen to say. */
export function ratePerSecond(samples: readonly Sample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < shortestMs || last.done <= first.done) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** Seconds until `total` at the pace of the samples; null when that cannot be told. */
export function secondsLeft(samples: readonly Sample[], total: number): number | null {
  const rate = ratePerSecond(samples);
  const last = samples.at(-1);
  if (rate === null || !last || total <= 0) return null;
  return Math.max(0, (total - last.done) / rate);
}
