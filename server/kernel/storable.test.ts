import { expect, test } from "vitest";
import { requireStorable } from "./storable";

test.each(["a\0b", "\ud800", { a: ["\0"] }, { "\0": 1 }, [[{ a: "\udc00\ud800" }]]])(
  "%j is refused",
  (value) => {
    expect(() => requireStorable(value)).toThrow("input.invalid");
  },
);

test.each(["", "ação 😀 \u2028", null, undefined, 1, new Date(), { a: [null, { b: "c" }] }])(
  "%j is kept",
  (value) => {
    expect(() => requireStorable(value)).not.toThrow();
  },
);
