import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, type Json } from "./canonical";

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.bigInt(),
    fc.string({ unit: "grapheme" }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), { maxKeys: 5 }),
  ),
})).value;

/** The definition, without any of the shortcuts. */
function slow(value: Json): string {
  if (value === null || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "bigint" || typeof value === "number") return (value === 0 ? 0 : value).toString();
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => slow(item as Json)).join(",")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined) as [string, Json][];
  members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${slow(member)}`).join(",")}}`;
}

describe("canonical JSON", () => {
  test("is the sorted form without spaces, whatever the value", () => {
    fc.assert(fc.property(json, (value) => canonicalJson(value) === slow(value)));
  });

  test("holds no line break, so that events can be sent as lines", () => {
    for (const text of ["\n", "\r", "a\r\nb", "é\n"])
      expect(canonicalJson({ [text]: text })).not.toMatch(/[\n\r]/);
  });

  test("leaves out what is undefined, and refuses fractions", () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(() => canonicalJson(0.5)).toThrow(RangeError);
  });

  test("escapes only what JSON must, and mends half characters", () => {
    expect(canonicalJson('á"\\\u0001\ud800')).toBe('"á\\"\\\\\\u0001\ufffd"');
  });
});
