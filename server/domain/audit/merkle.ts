import { hash } from "node:crypto";

// RFC 6962, section 2.1: leaves are hashed with a zero byte before them, nodes with a one, so that no
// node passes for a leaf. Hashes are 32 bytes.

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

export function hashLeaf(canonical: Uint8Array): Buffer {
  return sha256(Buffer.concat([leafPrefix, canonical]));
}

export function hashPair(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.concat([nodePrefix, left, right]));
}

function sha256(bytes: Buffer): Buffer {
  return hash("sha256", bytes, "buffer");
}

/** A tree as far as appending needs it: the roots of its perfect subtrees, largest first. */
export type Frontier = { readonly size: number; readonly roots: readonly Buffer[] };

export const emptyFrontier: Frontier = { size: 0, roots: [] };

/** The tree with more leaves at its right end. */
export function appendLeaves(frontier: Frontier, leaves: readonly Buffer[]): Frontier {
  const roots = [...frontier.roots];
  let size = frontier.size;
  for (const leaf of leaves) {
    let right = leaf;
    // Each subtree that is complete on both sides becomes one of twice its size.
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
      right = hashPair(roots.pop() as Buffer, right);
    }
    roots.push(right);
    size += 1;
  }
  return { size, roots };
}

export function rootOf({ roots }: Frontier): Buffer {
  const [last, ...before] = roots.toReversed();
  if (!last) return sha256(Buffer.alloc(0));
  return before.reduce((right, left) => hashPair(left, right), last);
}

/** The root of leaves `from` (included) to `to` (excluded), at least one. */
export type RangeRoot = (from: number, to: number) => Buffer;

/** The root over leaves that are all at hand. */
export function rangeRootOf(leaves: readonly Buffer[]): RangeRoot {
  return (from, to) => rootOf(appendLeaves(emptyFrontier, leaves.slice(from, to)));
}

/** What leads from one leaf to the root of the first `size` leaves (RFC 6962, 2.1.1), lowest first. */
export function proveInclusion(index: number, size: number, rangeRoot: RangeRoot): Buffer[] {
  const path: Buffer[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const isLeft = index < middle;
    path.push(isLeft ? rangeRoot(middle, to) : rangeRoot(from, middle));
    [from, to] = isLeft ? [from, middle] : [middle, to];
  }
  return path.reverse();
}

/** The root that a leaf and its path lead to, or null for a path of the wrong length. */
export function rootFromInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | null {
  if (index < 0 || index >= size) return null;
  let root = leaf;
  let [at, last] = [index, size - 1];
  for (const sibling of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = hashPair(sibling, root);
      // A right end without a sibling moves up until it has one.
      while (at % 2 === 0) [at, last] = [half(at), half(last)];
    } else root = hashPair(root, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? root : null;
}

/** What shows that the first `old` leaves are a prefix of the first `size` (RFC 6962, 2.1.2). */
export function proveConsistency(old: number, size: number, rangeRoot: RangeRoot): Buffer[] {
  const path: Buffer[] = [];
  let [from, to] = [0, size];
  let isWholeOld = true;
  while (old < to) {
    const middle = from + splitOf(to - from);
    if (old <= middle) {
      path.push(rangeRoot(middle, to));
      to = middle;
    } else {
      path.push(rangeRoot(from, middle));
      from = middle;
      isWholeOld = false;
    }
  }
  if (!isWholeOld) path.push(rangeRoot(from, to));
  return path.reverse();
}

/** Whether a proof shows that `oldRoot` over `old` leaves is a prefix of `root` over `size`. */
export function isConsistent(
  { size: old, root: oldRoot }: { size: number; root: Buffer },
  { size, root }: { size: number; root: Buffer },
  path: readonly Buffer[],
): boolean {
  if (old > size) return false;
  if (old === size) return path.length === 0 && oldRoot.equals(root);
  if (old === 0) return path.length === 0;
  const rest = [...path];
  let [at, last] = [old - 1, size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let before = at === 0 && isPowerOfTwo(old) ? oldRoot : rest.shift();
  if (!before) return false;
  let after = before;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = hashPair(sibling, before);
      after = hashPair(sibling, after);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else after = hashPair(after, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && before.equals(oldRoot) && after.equals(root);
}

/** The largest power of two that is smaller than `count`. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isPowerOfTwo(n: number): boolean {
  let power = 1;
  while (power < n) power *= 2;
  return power === n;
}
