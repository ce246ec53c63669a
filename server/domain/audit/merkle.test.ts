import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  appendLeaves,
  emptyFrontier,
  hashLeaf,
  isConsistent,
  proveConsistency,
  proveInclusion,
  rangeRootOf,
  rootFromInclusion,
  rootOf,
} from "./merkle";

/** Leaves and roots of the reference tree that Certificate Transparency implementations share. */
const inputs = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => hashLeaf(Buffer.from(`evento ${i}`)));

describe("a tree of leaves", () => {
  test("has the published roots", () => {
    const leaves = inputs.map((hex) => hashLeaf(Buffer.from(hex, "hex")));
    expect(rootOf(emptyFrontier).toString("hex")).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    roots.forEach((root, i) => {
      expect(rootOf(appendLeaves(emptyFrontier, leaves.slice(0, i + 1))).toString("hex")).toBe(root);
    });
  });

  test("does not depend on how its leaves were gathered into batches", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 12 }), (batches) => {
        const leaves = leavesOf(batches.reduce((sum, count) => sum + count, 0));
        let frontier = emptyFrontier;
        for (const count of batches)
          frontier = appendLeaves(frontier, leaves.slice(frontier.size, frontier.size + count));
        expect(frontier).toEqual(appendLeaves(emptyFrontier, leaves));
      }),
    );
  });
});

describe("a proof of inclusion", () => {
  test("leads from each leaf of each tree to its root, and from nothing else", () => {
    const leaves = leavesOf(40);
    const rangeRoot = rangeRootOf(leaves);
    for (let size = 1; size <= 40; size++) {
      const root = rangeRoot(0, size);
      for (let index = 0; index < size; index++) {
        const path = proveInclusion(index, size, rangeRoot);
        expect(rootFromInclusion(leaves[index] as Buffer, index, size, path)).toEqual(root);
        const other = rootFromInclusion(hashLeaf(Buffer.from("outro")), index, size, path);
        expect(other?.equals(root)).toBe(false);
        expect(rootFromInclusion(leaves[index] as Buffer, index, size, [...path, root])).toBeNull();
        const elsewhere = rootFromInclusion(leaves[index] as Buffer, (index + 1) % size, size, path);
        if (size > 1) expect(elsewhere?.equals(root) ?? false).toBe(false);
      }
    }
  });
});

describe("a proof of consistency", () => {
  const leaves = leavesOf(40);
  const rangeRoot = rangeRootOf(leaves);
  const tree = (size: number) => ({ size, root: rootOf(appendLeaves(emptyFrontier, leaves.slice(0, size))) });

  test("shows each smaller tree to be a prefix of each larger one", () => {
    for (let size = 1; size <= 40; size++) {
      for (let old = 1; old <= size; old++) {
        const path = proveConsistency(old, size, rangeRoot);
        expect(isConsistent(tree(old), tree(size), path)).toBe(true);
      }
    }
  });

  test("shows nothing of a tree that was rewritten, cut, or given another proof", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (size, a, b) => {
        const old = 1 + (a % (size - 1));
        const path = proveConsistency(old, size, rangeRoot);
        const changed = [...leaves];
        changed[b % old] = hashLeaf(Buffer.from("mudado"));
        const rewritten = rootOf(appendLeaves(emptyFrontier, changed.slice(0, size)));
        const rewrittenPath = proveConsistency(old, size, rangeRootOf(changed));
        expect(isConsistent(tree(old), { size, root: rewritten }, rewrittenPath)).toBe(false);
        expect(isConsistent(tree(old), { size, root: rewritten }, path)).toBe(false);
        expect(isConsistent(tree(size), tree(old), path)).toBe(false);
        expect(isConsistent(tree(old), tree(size), path.slice(1))).toBe(path.length === 0);
      }),
    );
  });
});
