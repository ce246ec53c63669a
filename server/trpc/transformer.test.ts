import * as fc from "fast-check";
import { expect, test } from "vitest";
import { transformer } from "./transformer";

test("whatever is sent arrives equal: centavos beyond 2^53, instants, and objects that look like tags", () => {
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.bigInt(),
      fc.date({ noInvalidDate: true }),
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    ),
    key: fc.oneof(fc.string(), fc.constantFrom("$bigint", "$date", "$plain")),
    tree: fc.oneof(
      { depthSize: "small" },
      tie("leaf"),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc
        .array(fc.tuple(fc.constantFrom("a", "b", "$bigint", "$date", "$plain"), tie("tree")), {
          maxLength: 3,
        })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const wire = JSON.parse(JSON.stringify(transformer.serialize(value)));
      expect(transformer.deserialize(wire)).toEqual(value);
    }),
  );
});

test("the browser's input cannot reach a prototype", () => {
  const value = transformer.deserialize(JSON.parse('{"__proto__":{"admin":true},"a":1}')) as Record<
    string,
    unknown
  >;
  expect(value.admin).toBeUndefined();
  expect(({} as Record<string, unknown>).admin).toBeUndefined();
});
