"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useMemo, useRef } from "react";
import { Skeleton } from "../ui/skeleton";
import { QueueRow } from "./queue-row";
import { ReasonText } from "./reason-text";
import type { Queue, QueuedItem } from "./use-queue";
import { useSeenRows } from "./use-seen-rows";

/** Rows left below what is seen when the next ones are asked for. */
const fetchAhead = 40;

/**
 * The queue as a list, one link an item; the one that is open is where the reader is. Rows exist only while
 * they are seen: in a frame of its own beside an item, in the page where the list stands alone.
 */
export function QueueList({
  queue,
  now,
  frame,
}: {
  queue: Queue;
  now: number | null;
  /** What scrolls the list where it has a frame of its own. */
  frame: HTMLElement | null;
}) {
  const t = useTranslations("review");
  const { items, index, shownId, list, address, show, total } = queue;
  const place = useRef<HTMLUListElement>(null);
  const rows = useSeenRows({
    count: items.length,
    at: index,
    frame,
    place,
    keyOf: (at) => items[at]?.reviewItemId ?? at,
  });
  const moved = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another open item is what moves the list
  useEffect(() => {
    // A page that begins with its first row is where it should be.
    if (index <= 0 && !moved.current && rows.scrollElement instanceof Window) return;
    // The row is there, wherever it lies; the page is moved too, where the frame reaches below it.
    const row = place.current?.querySelector<HTMLElement>("[aria-current]");
    row?.scrollIntoView({ block: "nearest" });
    // Rows in between are measured as they come; this goes on until the row is where it should be.
    if (index >= 0) rows.scrollToIndex(index, { align: "auto" });
    if (moved.current) row?.focus({ preventScroll: true });
    moved.current = false;
  }, [shownId, frame]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const lastSeen = rows.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastSeen >= items.length - fetchAhead)
      void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastSeen, items.length]);
  const isGrouped = address.agr === "motivo";
  const sizes = useMemo(() => (isGrouped ? countByReason(items) : null), [isGrouped, items]);
  function walk(event: KeyboardEvent) {
    const to = steps[event.key]?.(index, items.length - 1);
    const next = to === undefined ? undefined : items[to];
    if (!next) return;
    event.preventDefault();
    if (next.reviewItemId === shownId) return;
    moved.current = true;
    show(next.reviewItemId);
  }
  return (
    <>
      <ul
        ref={place}
        data-queue
        aria-label={t("title")}
        aria-busy={list.isPlaceholderData || isFetchingNextPage}
        onKeyDown={walk}
        style={{ height: rows.getTotalSize() }}
        className={
          list.isPlaceholderData ? "relative opacity-60 transition-opacity duration-150" : "relative"
        }
      >
        {rows.getVirtualItems().map(({ index: at, start, key }) => {
          const item = items[at];
          if (!item) return null;
          const isFirst = isGrouped && items[at - 1]?.reason !== item.reason;
          return (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={at}
              aria-posinset={at + 1}
              aria-setsize={Math.max(total ?? 0, items.length)}
              className="absolute inset-x-0 top-0 border-b border-line"
              style={{ transform: `translateY(${start - rows.options.scrollMargin}px)` }}
            >
              {isFirst ? (
                <p className="bg-sunken px-3 py-1 text-xs font-medium text-muted">
                  <ReasonText code={item.reason} />
                  {" · "}
                  {sizes?.get(item.reason)}
                  {hasNextPage && item.reason === items.at(-1)?.reason ? "+" : ""}
                </p>
              ) : null}
              <Row item={item} isShown={item.reviewItemId === shownId} now={now} onShow={show} />
            </li>
          );
        })}
      </ul>
      {hasNextPage ? <Skeleton className="mx-3 my-3 h-12" /> : null}
    </>
  );
}

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, last) => Math.min(at + 10, last),
  PageUp: (at) => Math.max(at - 10, 0),
  Home: () => 0,
  End: (_, last) => last,
};

function countByReason(items: readonly QueuedItem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of items) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

type RowProps = { item: QueuedItem; isShown: boolean; now: number | null; onShow: Queue["show"] };

const Row = memo(function Row({ item, isShown, now, onShow }: RowProps) {
  const href = `/revisao/${item.reviewItemId}`;
  return (
    <a
      href={href}
      aria-current={isShown ? "true" : undefined}
      onClick={(event) => {
        if (isElsewhere(event)) return;
        event.preventDefault();
        onShow(item.reviewItemId, "push");
      }}
      className="block border-l-3 border-transparent px-3 py-2 hover:bg-hover focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:bg-accent-soft"
    >
      <QueueRow item={item} now={now} />
    </a>
  );
});

/** In a new tab or window the link goes its own way. */
function isElsewhere(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
}
