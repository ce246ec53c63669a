import { matchKeyBindingPress, parseKeybinding } from "tinykeys";

/** What of a keyboard event decides whether a shortcut is meant. */
export type Press = Pick<KeyboardEvent, "key" | "code" | "getModifierState">;

/** The presses of a shortcut written like `j`, `Shift+x`, `$mod+k` or, one after the other, `g o`. */
export function pressesOf(keys: string): string[] {
  return keys.trim().split(/\s+/);
}

/** Symbols need Shift on some keyboards and not on others, so either counts: `?`, `/`, `[`. */
export function isPress(event: Press, press: string): boolean {
  const wanted = isSymbol(press) ? [press, `Shift+${press}`] : [press];
  return wanted.some((one) => {
    const [parsed] = parseKeybinding(one);
    return parsed !== undefined && matchKeyBindingPress(event as KeyboardEvent, parsed);
  });
}

/** One that types a character when pressed in a text: what a person may turn off (WCAG 2.1.4). */
export function isCharacter(keys: string): boolean {
  return pressesOf(keys).some((press) => /^(Shift\+)?\S$/u.test(press));
}

function isSymbol(press: string): boolean {
  return /^[^\p{L}\p{N}\s]$/u.test(press);
}

const names: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  " ": "␣",
  Space: "␣",
};

/** A shortcut as its key caps, one list a press: `$mod+k` is Ctrl K, or ⌘ K on a Mac. */
export function keyCaps(keys: string, isMac: boolean): string[][] {
  return pressesOf(keys).map((press) =>
    press.split(/\b\+/).map((key) => {
      if (key === "$mod") return isMac ? "⌘" : "Ctrl";
      if (key === "Shift") return isMac ? "⇧" : "Shift";
      return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
    }),
  );
}
