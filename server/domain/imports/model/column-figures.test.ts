import fc from "fast-check";
import { expect, test } from "vitest";
import { samplePieces } from "./column-figures";

test("a file of up to 50,000 rows is looked at whole, each row once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000 }), (rowCount) => {
      const { starts, rows, isWhole } = samplePieces(rowCount);
      expect(isWhole).toBe(true);
      expect(starts).toEqual(starts.map((_, index) => index * rows));
      expect(starts.length * rows).toBeGreaterThanOrEqual(rowCount);
    }),
  );
});

test("of a larger one 50,000 different rows are, from its first to its last", () => {
  fc.assert(
    fc.property(fc.integer({ min: 50_001, max: 20_000_000 }), (rowCount) => {
      const { starts, rows, isWhole } = samplePieces(rowCount);
      expect(isWhole).toBe(false);
      expect(starts.length * rows).toBe(50_000);
      expect(starts[0]).toBe(0);
      expect(starts.at(-1)! + rows).toBe(rowCount);
      expect(starts.every((start, index) => index === 0 || start >= starts[index - 1]! + rows)).toBe(true);
    }),
  );
});
