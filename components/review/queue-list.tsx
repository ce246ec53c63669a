"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, memo, useEffect, useRef } from "react";
import { LoadMore } from "../layout/load-more";
import { classNames } from "../ui/class-names";
import { QueueRow } from "./queue-row";
import { ReasonText } from "./reason-text";
import type { Queue, QueuedItem } from "./use-queue";

/** The queue as a list, one link an item; the one that is open is where the reader is. */
export function QueueList({ queue, now }: { queue: Queue; now: number | null }) {
  const t = useTranslations("review");
  const { items, shownId, list, address, show } = queue;
  const place = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another open item is what moves the list
  useEffect(() => {
    place.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [shownId]);
  return (
    <div
      className={classNames(
        "flex flex-col gap-3",
        list.isPlaceholderData && "opacity-60 transition-opacity duration-150",
      )}
    >
      <ul
        ref={place}
        data-queue
        aria-label={t("title")}
        className="flex flex-col"
        onKeyDown={(event) => {
          const by = steps[event.key];
          const next = by === undefined ? undefined : items[queue.index + by];
          if (!next) return;
          event.preventDefault();
          show(next.reviewItemId);
          place.current?.querySelector<HTMLElement>(`[href$="${next.reviewItemId}"]`)?.focus();
        }}
      >
        {items.map((item, index) => {
          const isFirst = address.agr === "motivo" && items[index - 1]?.reason !== item.reason;
          return (
            <li
              key={item.reviewItemId}
              className="border-b border-line [contain-intrinsic-size:auto_4.75rem] [content-visibility:auto] last:border-b-0"
            >
              {isFirst ? (
                <p className="bg-sunken px-3 py-1 text-xs font-medium text-muted">
                  <ReasonText code={item.reason} />
                  {" · "}
                  {items.filter(({ reason }) => reason === item.reason).length}
                </p>
              ) : null}
              <Row item={item} isShown={item.reviewItemId === shownId} now={now} onShow={show} />
            </li>
          );
        })}
      </ul>
      <div className="pb-3">
        <LoadMore
          shown={items.length}
          hasMore={list.hasNextPage}
          isBusy={list.isFetchingNextPage}
          onMore={() => list.fetchNextPage()}
        />
      </div>
    </div>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

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
