import { expect, test } from "vitest";
import { changesOf, isEndedByOthers } from "./evidence-change";
import type { Item } from "./prices-at-stake";

const decision = { isMine: false, state: "STANDING", deciderName: "Bia" };
const item = (more: object = {}) =>
  ({
    state: "OPEN",
    evidence: { limit: "0.05", quoteId: "a" },
    amountCents: 1_000n,
    decisions: [],
    operation: { readings: [{ isCurrent: true, unitPrice: "100" }], release: { unitPrice: "100" } },
    ...more,
  }) as unknown as Item;

test("the same item has not changed, whatever its quote is called", () => {
  expect(changesOf(item(), item({ evidence: { limit: "0.05", quoteId: "b" } }))).toEqual([]);
});

test("a price read again is a change, and so is the price that the decision would go on at", () => {
  const operation = { readings: [{ isCurrent: true, unitPrice: "101" }], release: null };
  expect(changesOf(item(), item({ operation }))).toEqual([
    { name: "sourcePrice", before: "100", after: "101" },
    { name: "releasePrice", before: "100", after: null },
  ]);
});

test("another's approval is a change, one's own is not", () => {
  expect(changesOf(item(), item({ decisions: [decision] }))).toEqual([
    { name: "approvedBy", before: null, after: "Bia" },
  ]);
  expect(changesOf(item(), item({ decisions: [{ ...decision, isMine: true }] }))).toEqual([]);
});

test("an item is ended by others unless it is one's own decision that ended it", () => {
  const held = (isMine: boolean) =>
    item({ state: "HELD", decisions: [{ ...decision, isMine, state: "HELD" }] });
  expect(isEndedByOthers(item(), held(false))).toBe(true);
  expect(isEndedByOthers(item(), held(true))).toBe(false);
  expect(isEndedByOthers(item(), item({ state: "WITHDRAWN" }))).toBe(true);
  expect(isEndedByOthers(held(false), held(false)), "it was seen so").toBe(false);
});
