"use client";

import { useEffect, useRef } from "react";
import { tinykeys } from "tinykeys";

export type Key = { keys: string; label: string; run: () => void };

/**
 * Keys of one screen. A key with Ctrl or Alt works everywhere; a letter alone never while something is
 * being written, nor under an open dialog.
 */
export function useKeys(list: readonly Key[]): void {
  const current = useRef(list);
  useEffect(() => {
    current.current = list;
  });
  const names = list.map(({ keys }) => keys).join(" | ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names say which keys; what they do is read when they are pressed
  useEffect(() => {
    const bindings = current.current.map(({ keys }) => [
      keys,
      (event: KeyboardEvent) => {
        if (event.isComposing || document.querySelector("[role=dialog]")) return;
        if (!/\$mod|Alt/.test(keys) && isWriting(event.target)) return;
        event.preventDefault();
        current.current.find((each) => each.keys === keys)?.run();
      },
    ]);
    return tinykeys(window, Object.fromEntries(bindings));
  }, [names]);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
