import type { Entry } from "./entries";

type Recent = Pick<Entry, "label" | "detail"> & { href: string };
const key = "lastro.recentes";
const keptMax = 5;

/** What this browser opened from the palette last; nothing where storage is refused. */
export function readRecent(): Entry[] {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]") as Recent[];
    return kept.map((one) => ({ ...one, id: `recent ${one.href}` }));
  } catch {
    return [];
  }
}

export function keepRecent({ label, detail, href }: Entry): void {
  if (!href) return;
  try {
    const others = readRecent().filter((one) => one.href !== href);
    const kept = [{ label, detail, href }, ...others].slice(0, keptMax);
    localStorage.setItem(
      key,
      JSON.stringify(kept.map(({ label, detail, href }) => ({ label, detail, href }))),
    );
  } catch {
    // A browser without storage forgets.
  }
}
