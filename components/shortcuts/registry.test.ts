import { describe, expect, test } from "vitest";
import { keyCaps } from "./keys";
import { createRegistry, type Shortcut } from "./registry";

const free = { isTyping: false, isPressable: false };

function press(key: string, mods: string[] = [], timeStamp = 0): KeyboardEvent {
  return { key, code: "", timeStamp, getModifierState: (mod: string) => mods.includes(mod) } as KeyboardEvent;
}

function withShortcuts(...lists: { keys: string[]; isGlobal?: boolean; layer?: number }[]) {
  const registry = createRegistry();
  const heard: string[] = [];
  lists.forEach(({ keys, isGlobal = false, layer = 0 }, index) => {
    const shortcuts: Shortcut[] = keys.map((one) => ({
      keys: one,
      label: one,
      run: () => heard.push(`${index}:${one}`),
    }));
    registry.register({ scope: String(index), isGlobal, layer, shortcuts });
  });
  return { registry, heard };
}

describe("shortcuts", () => {
  test("a page's own shortcut comes before the one of everywhere, whichever was registered first", () => {
    const { registry, heard } = withShortcuts({ keys: ["j", "a"], isGlobal: true }, { keys: ["j"] });
    registry.handle(press("j"), free);
    registry.handle(press("a"), free);
    expect(heard).toEqual(["1:j", "0:a"]);
  });

  test("a sequence is two presses within a second, and its end never runs another shortcut", () => {
    const { registry, heard } = withShortcuts({ keys: ["g o", "o", "x"] });
    registry.handle(press("g", [], 0), free);
    registry.handle(press("o", [], 400), free);
    registry.handle(press("g", [], 1_000), free);
    registry.handle(press("x", [], 1_400), free);
    registry.handle(press("g", [], 5_000), free);
    registry.handle(press("o", [], 7_000), free);
    expect(heard).toEqual(["0:g o", "0:o"]);
  });

  test("who types is left alone, but for Esc and what is held with Ctrl", () => {
    const { registry, heard } = withShortcuts({ keys: ["j", "Escape", "$mod+k"] });
    const typing = { isTyping: true, isPressable: false };
    for (const event of [press("j"), press("Escape"), press("k", ["Control"])])
      registry.handle(event, typing);
    expect(heard).toEqual(["0:Escape", "0:$mod+k"]);
  });

  test("turned off, keys that type a character do nothing and the others still work", () => {
    const { registry, heard } = withShortcuts({ keys: ["j", "Shift+x", "g o", "ArrowDown", "$mod+k"] });
    registry.setCharacters(false);
    for (const event of [press("j"), press("X", ["Shift"]), press("g"), press("o"), press("ArrowDown")])
      registry.handle(event, free);
    registry.handle(press("k", ["Control"]), free);
    expect(heard).toEqual(["0:ArrowDown", "0:$mod+k"]);
  });

  test("under an open dialog the page hears nothing until it is closed", () => {
    const { registry, heard } = withShortcuts({ keys: ["j"] }, { keys: ["j"], layer: 1 });
    const close = registry.openLayer(1);
    registry.handle(press("j"), free);
    close();
    registry.handle(press("j"), free);
    expect(heard).toEqual(["1:j", "0:j"]);
  });

  test("Enter stays the focused button's own", () => {
    const { registry, heard } = withShortcuts({ keys: ["Enter"] });
    registry.handle(press("Enter"), { isTyping: false, isPressable: true });
    registry.handle(press("Enter"), free);
    expect(heard).toEqual(["0:Enter"]);
  });

  test("a symbol counts with Shift and without, as keyboards differ", () => {
    const { registry, heard } = withShortcuts({ keys: ["?"] });
    registry.handle(press("?", ["Shift"]), free);
    registry.handle(press("?"), free);
    expect(heard).toHaveLength(2);
  });
});

test("key caps are the reader's own", () => {
  expect(keyCaps("$mod+k", false)).toEqual([["Ctrl", "K"]]);
  expect(keyCaps("$mod+k", true)).toEqual([["⌘", "K"]]);
  expect(keyCaps("g o", false)).toEqual([["G"], ["O"]]);
  expect(keyCaps("Shift+ArrowDown", false)).toEqual([["Shift", "↓"]]);
});
