import { expect, test } from "vitest";
import { deviationTenths, formatTenths } from "./deviation";

test("the deviation is exact to a tenth of a basis point, with its sign", () => {
  expect(deviationTenths("986.521250", "992.723961")).toBe(-625n);
  expect(deviationTenths("1000", "1000.000000")).toBe(0n);
  expect(deviationTenths("1001", "1000")).toBe(100n);
  expect(deviationTenths(null, "1")).toBeNull();
  expect(deviationTenths("1", "0")).toBeNull();
  expect(formatTenths(-625n, "pt-BR")).toBe("−62,5");
  expect(formatTenths(100n, "pt-BR")).toBe("+10,0");
});
