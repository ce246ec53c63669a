"use client";

import { useRef, useState } from "react";
import { changesOf, isEndedByOthers } from "./evidence-change";
import type { Item } from "./prices-at-stake";

/** What comes so soon after an item was opened was never read differently. */
const openingMs = 1_500;

/**
 * Keeps what the reader has seen of an item while its evidence goes on living. What changed under their
 * eyes is theirs to see before they decide by it.
 */
export function useSeen(item: Item, updatedAt: number) {
  const openedAt = useRef(Date.now());
  const [seen, setSeen] = useState({ item, updatedAt });
  if (seen.updatedAt < updatedAt && updatedAt < openedAt.current + openingMs) setSeen({ item, updatedAt });
  const isEnded = isEndedByOthers(seen.item, item);
  return {
    seen: seen.item,
    isEnded,
    isChanged: isEnded || changesOf(seen.item, item).length > 0,
    accept: () => setSeen({ item, updatedAt }),
  };
}
export type Seen = ReturnType<typeof useSeen>;
