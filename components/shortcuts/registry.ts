import { isCharacter, isPress, type Press, pressesOf } from "./keys";

export type Shortcut = {
  /** `j`, `Shift+x`, `$mod+k`, or one after the other: `g o`. */
  keys: string;
  /** What it does, in the reader's words: the sheet of keys and the palette show it. */
  label: string;
  run: (event: KeyboardEvent) => void;
};

export type Registration = {
  /** The heading under which the sheet lists them. */
  scope: string;
  /** Everywhere; a page's own shortcut with the same keys comes first. */
  isGlobal: boolean;
  /** How many open dialogs stand around it: only the innermost layer hears keys. */
  layer: number;
  shortcuts: readonly Shortcut[];
};

type Target = { isTyping: boolean; isPressable: boolean };
const sequenceMs = 1_000;

/** The one list of shortcuts: handlers, the sheet of keys and the palette's hints all read it. */
export function createRegistry() {
  const registrations = new Set<Registration>();
  let layer = 0;
  let charactersAreOn = true;
  let begun: { press: string; at: number } | null = null;

  const heard = () =>
    [...registrations]
      .filter((one) => one.layer === layer)
      .sort((a, b) => Number(a.isGlobal) - Number(b.isGlobal));

  function find(event: Press, target: Target): { shortcut: Shortcut; isBeginning: boolean } | null {
    const all = heard().flatMap((one) => one.shortcuts);
    const able = all.filter(({ keys }) => isAllowed(keys, target, charactersAreOn));
    const previous = begun;
    begun = null;
    if (previous) {
      const ended = able.find(({ keys }) => {
        const [first, second] = pressesOf(keys);
        return first === previous.press && second !== undefined && isPress(event, second);
      });
      return ended ? { shortcut: ended, isBeginning: false } : null;
    }
    const single = able.find(({ keys }) => pressesOf(keys).length === 1 && isPress(event, keys));
    if (single) return { shortcut: single, isBeginning: false };
    const sequence = able.find(
      ({ keys }) => pressesOf(keys).length > 1 && isPress(event, pressesOf(keys)[0]!),
    );
    return sequence ? { shortcut: sequence, isBeginning: true } : null;
  }

  return {
    register(registration: Registration): () => void {
      registrations.add(registration);
      return () => registrations.delete(registration);
    },
    /** A dialog opened over everything that was there; the returned function takes it away. */
    openLayer(depth: number): () => void {
      const before = layer;
      layer = Math.max(layer, depth);
      return () => {
        layer = Math.min(before, depth - 1);
      };
    },
    setCharacters(areOn: boolean): void {
      charactersAreOn = areOn;
    },
    /** What the page under any dialog offers, its own first. */
    list: (): Registration[] =>
      [...registrations]
        .filter((one) => one.layer === 0)
        .sort((a, b) => Number(a.isGlobal) - Number(b.isGlobal)),
    /** Runs what the keys mean. @returns whether they meant something */
    handle(event: KeyboardEvent, target: Target): boolean {
      if (begun && event.timeStamp - begun.at > sequenceMs) begun = null;
      const found = find(event, target);
      if (!found) return false;
      if (found.isBeginning) {
        begun = { press: pressesOf(found.shortcut.keys)[0]!, at: event.timeStamp };
      } else {
        found.shortcut.run(event);
      }
      return true;
    },
  };
}
export type ShortcutRegistry = ReturnType<typeof createRegistry>;

/** While someone types, only combinations with Ctrl or ⌘ are ours; Enter and Space belong to a focused button. */
function isAllowed(keys: string, target: Target, charactersAreOn: boolean): boolean {
  const [first = ""] = pressesOf(keys);
  if (first.includes("$mod")) return true;
  if (isCharacter(keys) && !charactersAreOn) return false;
  if (target.isPressable && /^(Enter|Space| )$/.test(first)) return false;
  return !target.isTyping || first === "Escape";
}
