"use client";

import { useCallback, useSyncExternalStore } from "react";
import { densities, type GridLook } from "./column";

const key = "lastro.grade";
const usual: GridLook = { density: "normal", isPaged: false };
const listeners = new Set<() => void>();
let kept: GridLook | null = null;

/** Density and mode as this browser last chose them; the server draws the usual ones. */
export function useGridLook(): [GridLook, (change: Partial<GridLook>) => void] {
  const look = useSyncExternalStore(subscribe, read, () => usual);
  const change = useCallback((part: Partial<GridLook>) => {
    kept = { ...read(), ...part };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing still shows what was chosen, until the page is left.
    }
    for (const listener of listeners) listener();
  }, []);
  return [look, change];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): GridLook {
  if (kept) return kept;
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<GridLook>;
    const density = densities.find((one) => one === stored.density) ?? usual.density;
    kept = { density, isPaged: stored.isPaged === true };
  } catch {
    kept = usual;
  }
  return kept;
}
