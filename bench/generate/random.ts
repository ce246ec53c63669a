/** Whole numbers drawn from a seed (mulberry32): the same seed, the same sequence, on any machine. */
export type Random = {
  /** From 0 up to, not including, `limit` (at most 2³²). */
  below(limit: number): number;
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
    },
  };
}
