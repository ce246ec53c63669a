/** One line of the palette: a place, something to do, or something found. */
export type Entry = {
  id: string;
  label: string;
  detail?: string;
  /** Keys that do the same without the palette. */
  keys?: string;
  /** A place has an address; something to do has none. */
  href?: string;
  run?: () => void;
};
export type Group = { value: string; items: Entry[] };

/** `>` asks for things to do, `#` for things found; without a sign for everything. */
export type Question = { only: "actions" | "found" | null; text: string };

export function readQuestion(typed: string): Question {
  const text = typed.trimStart();
  if (text.startsWith(">")) return { only: "actions", text: text.slice(1).trim() };
  if (text.startsWith("#")) return { only: "found", text: text.slice(1).trim() };
  return { only: null, text: text.trim() };
}

/** Entries whose words begin with those that were typed, in any order, without regard to accents. */
export function matching(entries: readonly Entry[], text: string): Entry[] {
  const wanted = words(text);
  return entries.filter(({ label, detail }) => {
    const there = words(`${label} ${detail ?? ""}`);
    return wanted.every((word) => there.some((one) => one.startsWith(word)));
  });
}

function words(text: string): string[] {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
