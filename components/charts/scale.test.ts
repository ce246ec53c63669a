import { expect, test } from "vitest";
import { changeOf, placesOf } from "./scale";

test("the lowest value lies at the bottom, the highest at the top, gaps stay gaps", () => {
  expect(placesOf([10n, null, 30n, 20n])).toEqual([0, null, 1, 0.5]);
});

test("a flat line lies in the middle", () => {
  expect(placesOf([7n, 7n])).toEqual([0.5, 0.5]);
  expect(placesOf([])).toEqual([]);
});

test("a change is a share of the value before it, and nothing can be said of a change from zero", () => {
  expect(changeOf(100_00n, 100_80n)).toEqual({ sign: "up", share: 0.008 });
  expect(changeOf(200n, 100n)).toEqual({ sign: "down", share: 0.5 });
  expect(changeOf(100n, 100n)).toMatchObject({ sign: "none" });
  expect(changeOf(0n, 5n)).toBeNull();
  expect(changeOf(undefined, 5n)).toBeNull();
  expect(changeOf(null, 5n)).toBeNull();
});
