import { describe, expect, test } from "vitest";
import { type Counts, measureProgress } from "./progress";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));
const counts = (more: Partial<Counts>): Counts => ({
  state: "PROCESSING",
  confirmedAt: at(0),
  acceptedAt: at(10),
  finishedAt: null,
  rows: 10_000,
  stagedRows: 10_000,
  accepted: 10_000,
  unpriced: 0,
  ready: 0,
  ...more,
});

describe("progress", () => {
  test("what is priced or executed counts as done, at a pace that says when it ends", () => {
    const progress = measureProgress(counts({ ready: 4_000 }), at(70), 300);
    expect(progress).toMatchObject({ stage: "executing", done: 6_000, total: 10_000, perSecond: 100 });
    expect(progress.endsAt).toEqual(at(110));
    expect(progress.slackS).toBe(230);
  });

  test("while no list has come there is no pace to tell", () => {
    expect(measureProgress(counts({ unpriced: 10_000 }), at(20), 300)).toMatchObject({
      stage: "pricing",
      done: 0,
      perSecond: null,
      endsAt: null,
    });
  });

  test("reading counts lines of the file", () => {
    expect(measureProgress(counts({ state: "STAGING", stagedRows: 2_500 }), at(5), 300)).toMatchObject({
      stage: "reading",
      done: 2_500,
      total: 10_000,
    });
  });

  test("a finished file keeps the time it took, whenever it is looked at", () => {
    const progress = measureProgress(counts({ state: "DONE", finishedAt: at(42) }), at(3_000), 300);
    expect(progress).toMatchObject({ stage: "done", elapsedS: 42, slackS: 258, endsAt: null });
  });

  test("a file that is over its time says by how much", () => {
    expect(measureProgress(counts({ unpriced: 5 }), at(361), 300).slackS).toBe(-61);
  });
});
