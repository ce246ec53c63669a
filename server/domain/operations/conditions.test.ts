import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Tx } from "#server/kernel/context";
import { operationConditions } from "./conditions";

const as = (funds: "all" | string[]) => ({ actor: { funds }, sql: async () => [] }) as unknown as Tx;

test("nothing that a person writes ever becomes part of the statement", async () => {
  const evil = fc.oneof(fc.string(), fc.constantFrom("'; drop table operation; --", "$1", "?", "%", "\\"));
  await fc.assert(
    fc.asyncProperty(evil, evil, evil, async (text, fundCode, asset) => {
      const { where, params } = await operationConditions(as(["f"]), { text, fundCode, asset });
      expect(where).not.toMatch(/drop|--|\\|%/);
      expect(new Set(where.match(/\$\d+/g) ?? [])).toEqual(
        new Set(params.map((_, index) => `$${index + 1}`)),
      );
    }),
  );
});

test("the actor's funds are a condition whenever they do not see all", async () => {
  const scoped = { where: "o.fund_id = any ($1::uuid[])", params: [["a"]] };
  expect(await operationConditions(as(["a"]), {})).toEqual(scoped);
  expect(await operationConditions(as("all"), {})).toEqual({ where: "true", params: [] });
});

test("standings are alternatives: a state or a wait, and every wait when it says pending", async () => {
  const where = async (standings: ("EXECUTED" | "IN_REVIEW" | "PENDING" | "REVERSED")[]) =>
    (await operationConditions(as("all"), { standings })).where;
  expect(await where(["EXECUTED"])).toBe("o.state = $1");
  expect(await where(["EXECUTED", "IN_REVIEW"])).toBe(
    "((o.state = $1) or (o.state = 'PENDING' and o.wait_reason = $2))",
  );
  expect(await where(["PENDING", "IN_REVIEW"])).not.toContain("$");
});
