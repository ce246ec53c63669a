"use client";

import { useEffect, useRef } from "react";
import type { Registration, Shortcut } from "./registry";
import { useShortcutsContext } from "./shortcuts-provider";

/**
 * Offers shortcuts while the component is there. `scope` is the heading that the sheet of keys (`?`)
 * lists them under, in the reader's words.
 */
export function useShortcuts(
  scope: string,
  shortcuts: readonly Shortcut[],
  { isGlobal = false }: { isGlobal?: boolean } = {},
): void {
  const { registry, layer } = useShortcutsContext();
  const kept = useRef<Registration>({ scope, isGlobal, layer, shortcuts });
  useEffect(() => {
    Object.assign(kept.current, { scope, isGlobal, layer, shortcuts });
  });
  useEffect(() => registry.register(kept.current), [registry]);
}
