import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Tx } from "#server/kernel/context";
import { operationConditions } from "./conditions";

const as = (funds: "all" | string[]) => ({ actor: { funds } }) as unknown as Tx;

test("nothing that a person writes ever becomes part of the statement", () => {
  const evil = fc.oneof(fc.string(), fc.constantFrom("'; drop table operation; --", "$1", "?", "%", "\\"));
  fc.assert(
    fc.property(evil, evil, (text, fundCode) => {
      const { where, params } = operationConditions(as(["f"]), { text, fundCode });
      expect(where).not.toMatch(/drop|--|\\|%/);
      expect(new Set(where.match(/\$\d+/g))).toEqual(new Set(params.map((_, index) => `$${index + 1}`)));
    }),
  );
});

test("the actor's funds are a condition whenever they do not see all", () => {
  expect(operationConditions(as(["a"]), {})).toEqual({
    where: "o.fund_id = any ($1::uuid[])",
    params: [["a"]],
  });
  expect(operationConditions(as("all"), {})).toEqual({ where: "true", params: [] });
});
