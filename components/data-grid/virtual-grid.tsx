"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { Skeleton } from "../ui/skeleton";
import { type GridColumn, templateOf } from "./column";
import { GridHeader } from "./grid-header";
import type { GridParts } from "./grid-parts";
import { GridRow, type RowActions } from "./grid-row";
import { GridTotals } from "./grid-totals";
import { isSelected, mark, toggle } from "./selection";

const headHeight = 34;
const fetchAhead = 120;

/** Rows that exist only while they are seen, in a frame of their own with its head and totals in place. */
export function VirtualGrid<Item extends object>(parts: GridParts<Item>) {
  const { items, ids, shown, rowHeight, cursor, hasMore, isLoadingMore, onMore, selection, openId } = parts;
  const t = useTranslations("grid");
  const frame = useRef<HTMLDivElement>(null);
  const { at, moves } = cursor;
  const rows = useVirtualizer({
    count: items.length + (hasMore ? 1 : 0),
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 1200, height: 700 },
    scrollPaddingEnd: 2 * headHeight + 8,
    useFlushSync: false,
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const seen = defaultRangeExtractor(range);
        if (at >= range.count || (seen[0]! <= at && at <= seen.at(-1)!)) return seen;
        return at < seen[0]! ? [at, ...seen] : [...seen, at];
      },
      [at],
    ),
  });
  useLayoutEffect(() => {
    if (rowHeight > 0) rows.measure();
  }, [rowHeight, rows]);
  useLayoutEffect(() => {
    if (moves === 0) return;
    rows.scrollToIndex(at, { align: "auto" });
    frame.current?.querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus({ preventScroll: true });
  }, [at, moves, rows]);
  const seen = rows.getVirtualItems();
  const lastSeen = rows.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastSeen >= items.length - fetchAhead) onMore();
  }, [hasMore, isLoadingMore, lastSeen, items.length, onMore]);
  const actions = useRowActions(parts);
  const template = useMemo(() => templateOf(shown), [shown]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot keep a million rows; roles and counts say what this is
    <div
      ref={frame}
      role="grid"
      aria-label={parts.label}
      aria-rowcount={parts.count === undefined ? -1 : parts.count + 2}
      aria-colcount={shown.length + 1}
      aria-multiselectable
      aria-busy={isLoadingMore || parts.isStale}
      className="card relative max-h-[max(20rem,calc(100dvh-var(--grid-taken,21rem)))] overflow-auto overscroll-contain"
      style={{ "--grid": template } as React.CSSProperties}
    >
      <GridHeader {...parts} />
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className="relative min-w-fit" style={{ height: rows.getTotalSize() }}>
        {seen.map(({ index, start, key }) => {
          const item = items[index];
          const id = ids[index];
          if (item === undefined || id === undefined)
            return (
              <div
                key={key}
                className="absolute inset-x-0 px-3 py-2"
                style={{ top: start, height: rowHeight }}
              >
                <Skeleton className="h-4 w-1/2" />
                <span className="sr-only">{t("loadingMore")}</span>
              </div>
            );
          return (
            <GridRow
              key={id}
              item={item}
              id={id}
              name={parts.nameOf(item)}
              index={index}
              top={start}
              height={rowHeight}
              columns={shown as readonly GridColumn<object>[]}
              isActive={index === at}
              isSelected={isSelected(selection, id)}
              isOpen={id === openId}
              actions={actions}
            />
          );
        })}
      </div>
      <GridTotals {...parts} />
    </div>
  );
}

/** The same functions for every row and every drawing, so that a row that stays as it is is not drawn again. */
function useRowActions<Item extends object>(parts: GridParts<Item>): RowActions {
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  return useMemo<RowActions>(
    () => ({
      press(id, index, isRange) {
        const { selection, onSelection, onOpen, cursor, ids } = latest.current;
        if (isRange) {
          const [from, to] = [Math.min(cursor.at, index), Math.max(cursor.at, index)];
          onSelection(mark(selection, ids.slice(from, to + 1), true));
        } else onOpen(id);
        cursor.put(index);
      },
      pick(id, index) {
        const { selection, onSelection, cursor } = latest.current;
        cursor.put(index);
        onSelection(toggle(selection, id));
      },
      rest: (id) => latest.current.onRest?.(id),
    }),
    [],
  );
}
