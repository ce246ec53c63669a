/** Equal stretches of time, the first one beginning at `from`. */
export type Buckets = { readonly from: Date; readonly everyS: number; readonly count: number };

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  1,
  2,
  5,
  10,
  30,
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  7 * day,
  28 * day,
  364 * day,
];
/** More would be narrower than a finger or an eye tells apart. */
const bucketsMost = 72;
/** Days begin at midnight in Brasília, three hours after Greenwich, all year since 2019. */
const dayBeginsS = 3 * hour;

/** The finest stretches that cover the time from one instant to another, beginning at round times. */
export function bucketsOf(first: Date, last: Date): Buckets {
  const [firstS, lastS] = [first.getTime() / 1000, Math.max(first.getTime(), last.getTime()) / 1000];
  for (const everyS of steps) {
    const from = Math.floor((firstS - dayBeginsS) / everyS) * everyS + dayBeginsS;
    const count = Math.floor((lastS - from) / everyS) + 1;
    if (count <= bucketsMost || everyS === steps.at(-1))
      return { from: new Date(from * 1000), everyS, count };
  }
  throw new RangeError("no step covers this time");
}
