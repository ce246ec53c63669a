"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { createRegistry, type ShortcutRegistry } from "./registry";

type Shortcuts = {
  registry: ShortcutRegistry;
  layer: number;
  /** Whether keys that type a character are shortcuts for this person. */
  charactersAreOn: boolean;
};

const ShortcutsContext = createContext<Shortcuts | null>(null);

export function useShortcutsContext(): Shortcuts {
  const value = useContext(ShortcutsContext);
  if (!value) throw new Error("shortcuts are used outside of ShortcutsProvider");
  return value;
}

/** Listens once for the whole screen. */
export function ShortcutsProvider({
  charactersAreOn,
  children,
}: {
  charactersAreOn: boolean;
  children: ReactNode;
}) {
  const [registry] = useState(createRegistry);
  useEffect(() => registry.setCharacters(charactersAreOn), [registry, charactersAreOn]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || modifierKeys.has(event.key)) return;
      if (registry.handle(event, describeTarget(event.target))) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [registry]);
  const value = useMemo(() => ({ registry, layer: 0, charactersAreOn }), [registry, charactersAreOn]);
  return <ShortcutsContext value={value}>{children}</ShortcutsContext>;
}

/** Around what a modal dialog holds: while it is open, keys are its own. */
export function ShortcutLayer({ children }: { children: ReactNode }) {
  const outer = useContext(ShortcutsContext);
  const registry = outer?.registry;
  const layer = (outer?.layer ?? 0) + 1;
  useEffect(() => registry?.openLayer(layer), [registry, layer]);
  const value = useMemo(() => outer && { ...outer, layer }, [outer, layer]);
  return <ShortcutsContext value={value}>{children}</ShortcutsContext>;
}

const modifierKeys = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph"]);

function describeTarget(target: EventTarget | null): { isTyping: boolean; isPressable: boolean } {
  if (!(target instanceof HTMLElement)) return { isTyping: false, isPressable: false };
  const isText = target.matches(
    "textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range], [type=file])",
  );
  return {
    isTyping: isText || target.isContentEditable,
    isPressable:
      target.closest("a[href], button, summary, [role=button], [role=link], [role=tab], [role=switch]") !==
      null,
  };
}
