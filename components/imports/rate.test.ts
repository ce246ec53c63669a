import { describe, expect, it } from "vitest";
import { addSample, ratePerSecond, type Sample, secondsLeft } from "./rate";

const seen = (...points: [at: number, done: number][]) =>
  points.reduce<readonly Sample[]>((samples, [at, done]) => addSample(samples, { at, done }), []);

describe("the pace of something long", () => {
  it("is not told before there is enough to tell it from", () => {
    expect(ratePerSecond(seen([0, 0]))).toBeNull();
    expect(ratePerSecond(seen([0, 0], [100, 50]))).toBeNull();
    expect(ratePerSecond(seen([0, 10], [1000, 10]))).toBeNull();
  });

  it("follows the last seconds, not the whole way", () => {
    const samples = seen([0, 0], [10_000, 1000], [14_000, 1400], [18_000, 5400]);
    expect(ratePerSecond(samples)).toBe(550);
    expect(secondsLeft(samples, 10_900)).toBe(10);
  });

  it("still has a pace when news come rarely", () => {
    expect(ratePerSecond(seen([0, 0], [20_000, 200]))).toBe(10);
  });

  it("begins anew when the work began anew", () => {
    expect(seen([0, 500], [1000, 900], [2000, 10])).toEqual([{ at: 2000, done: 10 }]);
  });

  it("never says less than nothing is left", () => {
    expect(secondsLeft(seen([0, 0], [1000, 100]), 50)).toBe(0);
    expect(secondsLeft(seen([0, 0], [1000, 100]), 0)).toBeNull();
  });
});
