import type { Tx } from "#server/kernel/context";
import { appendLeaves, emptyFrontier, proveInclusion, rootOf } from "./merkle";

/** Leaves under one kept root. A power of two, so that each block is a perfect subtree. */
const blockSize = 4_096;
const blocksAtOnce = 64;

/** Keeps the roots of blocks that have filled since the last time. @returns how many */
export async function keepBlocks(tx: Tx): Promise<number> {
  const [state] = await tx.sql<{ kept: bigint; sealed: bigint }>(
    `select (select coalesce(max(place) + 1, 0) from audit_block)::bigint as kept,
            (select coalesce(max(seq) + 1, 0) from audit_leaf)::bigint as sealed`,
  );
  const from = Number(state?.kept ?? 0n);
  const to = Math.min(from + blocksAtOnce, Math.floor(Number(state?.sealed ?? 0n) / blockSize));
  for (let place = from; place < to; place++) {
    const leaves = await readLeaves(tx, place * blockSize, (place + 1) * blockSize);
    await tx.sql("insert into audit_block (place, root) values ($1, $2) on conflict do nothing", [
      place,
      rootOf(appendLeaves(emptyFrontier, leaves)),
    ]);
  }
  return Math.max(0, to - from);
}

/**
 * What leads from one leaf to the root of the first `size` leaves, reading whole blocks by their kept
 * roots and leaves only around the one and at the end.
 */
export async function readInclusion(tx: Tx, place: number, size: number): Promise<Buffer[]> {
  const ranges: [from: number, to: number][] = [];
  proveInclusion(place, size, (from, to) => {
    ranges.push([from, to]);
    return emptyRoot;
  });
  const roots = new Map<string, Buffer>();
  for (const [from, to] of ranges) roots.set(`${from}-${to}`, await readRangeRoot(tx, from, to));
  return proveInclusion(place, size, (from, to) => roots.get(`${from}-${to}`) as Buffer);
}
const emptyRoot = Buffer.alloc(32);

/** A range of a proof begins where a subtree of its size begins: blocks in it are whole, and come first. */
async function readRangeRoot(tx: Tx, from: number, to: number): Promise<Buffer> {
  const [first, last] = [Math.ceil(from / blockSize), Math.floor(to / blockSize)];
  if (last <= first) return rootOf(appendLeaves(emptyFrontier, await readLeaves(tx, from, to)));
  const kept = await tx.sql<{ place: bigint; root: Buffer }>(
    "select place, root from audit_block where place >= $1 and place < $2 order by place",
    [first, last],
  );
  const byPlace = new Map(kept.map(({ place, root }) => [Number(place), root]));
  const blocks: Buffer[] = [];
  for (let place = first; place < last; place++)
    blocks.push(
      byPlace.get(place) ??
        rootOf(appendLeaves(emptyFrontier, await readLeaves(tx, place * blockSize, (place + 1) * blockSize))),
    );
  const { roots } = appendLeaves(emptyFrontier, blocks);
  if (last * blockSize === to) return rootOf({ size: to - from, roots });
  const end = appendLeaves(emptyFrontier, await readLeaves(tx, last * blockSize, to));
  return rootOf({ size: to - from, roots: [...roots, ...end.roots] });
}

async function readLeaves(tx: Tx, from: number, to: number): Promise<Buffer[]> {
  const [row] = await tx.sql<{ hashes: Buffer | null }>(
    "select string_agg(hash, ''::bytea order by seq) as hashes from audit_leaf where seq >= $1 and seq < $2",
    [from, to],
  );
  const hashes = row?.hashes ?? Buffer.alloc(0);
  return Array.from({ length: hashes.length / 32 }, (_, i) => hashes.subarray(i * 32, i * 32 + 32));
}
