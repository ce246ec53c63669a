import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draftedRows, heldRow, holdRow, releaseRow } from "./row-drafts";

const line = (rowNo: number, ...fields: string[]) => ({ rowNo, fields });
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("what was typed over a line comes back for that line of that file, until it is kept", () => {
  holdRow("a", line(1, "x", "y"), ["x", "z"]);
  holdRow("a", line(2, "p"), ["q"]);
  expect(heldRow("a", line(1, "x", "y"))).toEqual(["x", "z"]);
  expect(heldRow("b", line(1, "x", "y"))).toBeNull();
  expect(draftedRows("a", [line(1, "x", "y"), line(2, "p"), line(3)])).toEqual([2, 1]);
  releaseRow("a", 1);
  expect(heldRow("a", line(1, "x", "y"))).toBeNull();
  expect(heldRow("a", line(2, "p"))).toEqual(["q"]);
});

test("a line that changed since says nothing of what was typed over it", () => {
  holdRow("a", line(1, "x"), ["z"]);
  expect(heldRow("a", line(1, "other"))).toBeNull();
  expect(heldRow("a", line(1, "x", "y"))).toBeNull();
  expect(draftedRows("a", [line(1, "other")])).toEqual([]);
});

test("text as the line has it is no draft, and leaves nothing behind", () => {
  holdRow("a", line(1, "x"), ["z"]);
  holdRow("a", line(1, "x"), ["x"]);
  expect(heldRow("a", line(1, "x"))).toBeNull();
  expect(stored.size).toBe(0);
});

test("the fifty typed last are kept, and a storage with other things in it does no harm", () => {
  for (let rowNo = 1; rowNo <= 60; rowNo++) holdRow("a", line(rowNo, "x"), ["y"]);
  expect(heldRow("a", line(10, "x"))).toBeNull();
  expect(heldRow("a", line(11, "x"))).toEqual(["y"]);
  for (const junk of ["{", "7", "null", '{"a":1}']) {
    stored.set("lastro.linhas", junk);
    expect(heldRow("a", line(1, "x"))).toBeNull();
  }
});
