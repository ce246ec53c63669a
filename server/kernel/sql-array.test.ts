import { expect, test } from "vitest";
import { sqlArray } from "./sql-array";

test("renders ids, numbers and what is absent", () => {
  expect(sqlArray(["0199-aa", 12n, null, undefined, "-1.50"])).toBe("{0199-aa,12,NULL,NULL,-1.50}");
  expect(sqlArray([])).toBe("{}");
});

test.each(['a"b', "a\\b", "{a", "a}", "a b", "a\nb"])(
  "refuses %j, which an array would have to quote",
  (text) => {
    expect(() => sqlArray([text])).toThrow(RangeError);
  },
);
