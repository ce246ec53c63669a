import { setImmediate } from "node:timers/promises";
import type { Tx } from "#server/kernel/context";
import { hashPair, type RangeRoot } from "./merkle";

const hashBytes = 32;
const pageSize = 50_000;

/**
 * The first `size` leaves as a tree in memory (64 bytes a leaf), from which the root of any range that a
 * proof asks for is a few hashes away.
 */
export async function readTree(tx: Tx, size: number): Promise<RangeRoot> {
  const leaves = Buffer.alloc(size * hashBytes);
  for (let from = 0; from < size; from += pageSize) {
    const rows = await tx.sql<{ hashes: Buffer }>(
      `select string_agg(hash, '' order by seq) as hashes from audit_leaf where seq >= $1 and seq < least($2::bigint, $1 + ${pageSize})`,
      [from, size],
    );
    rows[0]?.hashes?.copy(leaves, from * hashBytes);
  }
  return rangeRootIn(await levelsOver(leaves));
}

/** Perfect subtrees only: level k holds the roots of leaves `i·2^k` to `(i+1)·2^k`. */
async function levelsOver(leaves: Buffer): Promise<Buffer[]> {
  const levels = [leaves];
  for (let below = leaves; below.length >= 2 * hashBytes; ) {
    const level = Buffer.alloc(Math.floor(below.length / (2 * hashBytes)) * hashBytes);
    for (let at = 0; at < level.length; at += hashBytes) {
      hashPair(
        below.subarray(2 * at, 2 * at + hashBytes),
        below.subarray(2 * at + hashBytes, 2 * at + 2 * hashBytes),
      ).copy(level, at);
      // Others are served meanwhile.
      if (at % (8_192 * hashBytes) === 0) await setImmediate();
    }
    levels.push(level);
    below = level;
  }
  return levels;
}

function rangeRootIn(levels: readonly Buffer[]): RangeRoot {
  return (from, to) => {
    const roots: Buffer[] = [];
    for (let at = from; at < to; ) {
      let level = 0;
      while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
      const place = (at / 2 ** level) * hashBytes;
      roots.push((levels[level] as Buffer).subarray(place, place + hashBytes));
      at += 2 ** level;
    }
    return roots.reduceRight((right, left) => hashPair(left, right));
  };
}
