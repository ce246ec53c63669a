import { expect, test } from "vitest";
import type { Reading } from "../answers";
import { mergeReadings } from "./merge-readings";

const base: Reading = { delimiter: ";", columns: { valor: "quantity", obs: "ignore" } };

test("choices of two people about different things both count", () => {
  const mine: Reading = { ...base, encoding: "utf-8", columns: { ...base.columns, cidade: "fund" } };
  const theirs: Reading = {
    ...base,
    columns: { ...base.columns, dia: "operationOn" },
    values: { side: { entrada: "BUY" } },
  };
  expect(mergeReadings(base, mine, theirs)).toEqual({
    merged: {
      delimiter: ";",
      encoding: "utf-8",
      columns: { valor: "quantity", obs: "ignore", cidade: "fund", dia: "operationOn" },
      values: { side: { entrada: "BUY" } },
    },
    clashes: [],
  });
});

test("what both chose differently is a clash, with both choices; mine stands in what is merged", () => {
  const mine: Reading = { ...base, encoding: "utf-8", columns: { ...base.columns, obs: "fund" } };
  const theirs: Reading = { ...base, encoding: "windows-1252", columns: { ...base.columns, obs: "asset" } };
  const { merged, clashes } = mergeReadings(base, mine, theirs);
  expect(clashes).toEqual([
    { path: ["columns", "obs"], mine: "fund", theirs: "asset" },
    { path: ["encoding"], mine: "utf-8", theirs: "windows-1252" },
  ]);
  expect(merged).toEqual(mine);
});

test("the same choice twice is none, and what one took away stays away", () => {
  const { delimiter: _, ...without } = base;
  expect(mergeReadings(base, { ...base, decimal: "," }, { ...base, decimal: "," }).clashes).toEqual([]);
  expect(mergeReadings(base, without, { ...base, decimal: "," })).toEqual({
    merged: { ...without, decimal: "," },
    clashes: [],
  });
  expect(mergeReadings(base, { ...base, decimal: "," }, without).merged).toEqual({
    ...without,
    decimal: ",",
  });
});

test("one field given to two columns by two people is a clash, not a field filled twice", () => {
  const mine: Reading = { ...base, columns: { ...base.columns, a: "rate" } };
  const theirs: Reading = { ...base, columns: { ...base.columns, b: "rate" } };
  const { merged, clashes } = mergeReadings(base, mine, theirs);
  expect(clashes).toEqual([{ path: ["columns", "b"], mine: undefined, theirs: "rate" }]);
  expect(merged.columns).toMatchObject({ a: "rate", b: "ignore" });
});

test("names that a column may have are names, not places", () => {
  const columns = { constructor: "ignore", "a.b": "fund", '["x"]': "rate" } as const;
  expect(mergeReadings({}, { columns }, {}).merged).toEqual({ columns });
});
