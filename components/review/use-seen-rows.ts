"use client";

import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  useWindowVirtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useState, useSyncExternalStore } from "react";

const rowHeight = 77;
/** As wide as the style sheet's `lg`, from which the list has a frame of its own. */
const framed = "(min-width: 64rem)";

type Options = {
  count: number;
  /** The row where the reader is: it is always there, so that the focus in it is never lost. */
  at: number;
  frame: HTMLElement | null;
  place: RefObject<HTMLElement | null>;
  keyOf: (index: number) => string | number;
};

/** Which rows of the queue are seen, be it the frame that scrolls or the page. */
export function useSeenRows({ count, at, frame, place, keyOf }: Options) {
  const isFramed = useSyncExternalStore(listen, isFramedNow, () => true);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      if (at < 0 || at >= range.count || seen.includes(at)) return seen;
      return at < (seen[0] ?? 0) ? [at, ...seen] : [...seen, at];
    },
    [at],
  );
  const rows = { count, estimateSize: () => rowHeight, getItemKey: keyOf, overscan: 6, rangeExtractor };
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    if (!isFramed && place.current)
      setScrollMargin(place.current.getBoundingClientRect().top + window.scrollY);
  });
  const inFrame = useVirtualizer({
    ...rows,
    enabled: isFramed,
    getScrollElement: () => frame,
    initialRect: { width: 300, height: 900 },
  });
  const inPage = useWindowVirtualizer({
    ...rows,
    enabled: !isFramed,
    scrollMargin,
    initialRect: { width: 400, height: 900 },
  });
  return isFramed ? inFrame : inPage;
}

function listen(onChange: () => void): () => void {
  const query = window.matchMedia(framed);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

function isFramedNow(): boolean {
  return window.matchMedia(framed).matches;
}
