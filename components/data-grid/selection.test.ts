import * as fc from "fast-check";
import { expect, test } from "vitest";
import { amountsOf, isSelected, mark, nothing, type Selection, toggle, widen } from "./selection";

const rows = Array.from({ length: 20 }, (_, index) => `r${index}`);
const cents = (id: string) => BigInt(id.slice(1)) * 100n;
const all = { count: rows.length, totalCents: rows.reduce((sum, id) => sum + cents(id), 0n) };

test("count and sum are those of the rows that are selected, however they came to be", () => {
  const step = fc.oneof(
    fc.constantFrom(...rows).map((id) => (s: Selection) => toggle(s, id)),
    fc.subarray(rows).map((ids) => (s: Selection) => mark(s, ids, true)),
    fc.subarray(rows).map((ids) => (s: Selection) => mark(s, ids, false)),
    fc.subarray(rows).map((ids) => (s: Selection) => widen(s, ids, true)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const selection = steps.reduce((soFar, apply) => apply(soFar), nothing);
      const picked = rows.filter((id) => isSelected(selection, id));
      expect(amountsOf(selection, all, cents)).toEqual({
        count: picked.length,
        totalCents: picked.reduce((sum, id) => sum + cents(id), 0n),
      });
    }),
  );
});

test("asked once it takes what is shown, asked again everything that matches", () => {
  const shown = rows.slice(0, 5);
  const once = widen(nothing, shown, true);
  expect(once).toEqual({ kind: "some", ids: new Set(shown) });
  expect(widen(once, shown, true)).toEqual({ kind: "all", except: new Set() });
  expect(widen(mark(nothing, rows, true), rows, false)).toEqual({ kind: "some", ids: new Set(rows) });
});
