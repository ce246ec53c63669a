import { expect, test } from "vitest";
import { formatToken, intersectFunds, isTokenShaped } from "./token";

test("a token is recognised by its shape, and nothing else is", () => {
  const token = formatToken("0190a1b2-0000-7000-8000-000000000001", "A".repeat(43));
  expect(isTokenShaped(token)).toBe(true);
  expect(isTokenShaped(`${token} `)).toBe(false);
  expect(isTokenShaped(token.slice(0, -1))).toBe(false);
  expect(isTokenShaped("lastro_x_y")).toBe(false);
});

test("a token never reaches a fund that its person does not", () => {
  expect(intersectFunds("all", ["a"])).toEqual(["a"]);
  expect(intersectFunds(["a", "b"], ["b", "c"])).toEqual(["b"]);
  expect(intersectFunds(["a"], "all")).toEqual(["a"]);
  expect(intersectFunds("all", "all")).toBe("all");
  expect(intersectFunds(["a"], [])).toEqual([]);
});
