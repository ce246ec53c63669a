import type { Reading } from "../answers";

type Value = string | number;
/** One thing that a reading says: its encoding, what one column is, what one word means. */
type Said = { path: readonly string[]; value: Value };
/** Chosen differently by two people; undefined is as inferred. */
export type Clash = { path: readonly string[]; mine: Value | undefined; theirs: Value | undefined };

/**
 * What two people made of the same reading: where only one of them chose, that choice counts. Where both
 * chose, and not the same, it is a clash, and `merged` has mine.
 */
export function mergeReadings(
  base: Reading,
  mine: Reading,
  theirs: Reading,
): { merged: Reading; clashes: Clash[] } {
  const [before, own, other] = [said(base), said(mine), said(theirs)];
  const merged = new Map(other);
  const clashes: Clash[] = [];
  const saidAt = (map: ReadonlyMap<string, Said>, key: string) => map.get(key)?.value;
  for (const key of new Set([...before.keys(), ...own.keys()])) {
    const [was, is, now] = [saidAt(before, key), saidAt(own, key), saidAt(other, key)];
    if (is === was || is === now) continue;
    const one = own.get(key);
    if (one) merged.set(key, one);
    else merged.delete(key);
    const { path } = (one ?? before.get(key)) as Said;
    if (now !== was) clashes.push({ path, mine: is, theirs: now });
    for (const twin of one ? columnsFilling(one, merged) : []) {
      // Theirs gave the same field to another column; a field is filled by one.
      if (saidAt(own, keyOf(twin.path)) === twin.value) continue;
      merged.set(keyOf(twin.path), { path: twin.path, value: "ignore" });
      clashes.push({ path: twin.path, mine: saidAt(own, keyOf(twin.path)), theirs: twin.value });
    }
  }
  return { merged: readingOf(merged.values()), clashes };
}

/** The other columns that fill the field that this one was given. */
function columnsFilling({ path, value }: Said, all: ReadonlyMap<string, Said>): Said[] {
  if (path[0] !== "columns" || value === "ignore") return [];
  return [...all.values()].filter(
    (each) => each.path[0] === "columns" && each.path[1] !== path[1] && each.value === value,
  );
}

const keyOf = (path: readonly string[]) => JSON.stringify(path);

function said(value: object, path: readonly string[] = []): Map<string, Said> {
  const all = new Map<string, Said>();
  for (const [name, each] of Object.entries(value) as [string, Value | object | undefined][]) {
    const at = [...path, name];
    if (typeof each === "object") for (const [key, one] of said(each, at)) all.set(key, one);
    else if (each !== undefined) all.set(keyOf(at), { path: at, value: each });
  }
  return all;
}

function readingOf(all: Iterable<Said>): Reading {
  const reading: Record<string, unknown> = {};
  for (const { path, value } of all) {
    let place = reading;
    for (const name of path.slice(0, -1)) {
      place[name] ??= {};
      place = place[name] as Record<string, unknown>;
    }
    place[path.at(-1) as string] = value;
  }
  return reading as Reading;
}
