"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { openItemOf, queueParsers, rowsAtOnce, toQueueInput } from "./queue-address";

export type QueuedItem = RouterOutput["review"]["queue"]["items"][number];

const refreshMs = 20_000;
const ahead = 3;
/** A read may have begun before the decision that its answer lacks. */
const readingMs = 2_000;

/** The queue as its address says, which item of it is before the reader, and where to go from there. */
export function useQueue() {
  const trpc = useTRPC();
  const [address, writeAddress] = useQueryStates(queueParsers);
  const input = useMemo(() => toQueueInput(address), [address]);
  const list = useInfiniteQuery({
    ...trpc.review.queue.infiniteQueryOptions(
      { filter: input.filter, order: input.order, byReason: input.byReason, limit: rowsAtOnce },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
    // All that was read is read again: the more there is, the less often.
    refetchInterval: (query) => refreshMs * Math.max(1, (query.state.data?.pages.length ?? 0) / 3),
  });
  const counts = useQuery({
    ...trpc.review.queueCounts.queryOptions(input.counted),
    placeholderData: keepPreviousData,
  });
  const gone = useGone(list.dataUpdatedAt);
  const items = useMemo(() => {
    const all = list.data?.pages.flatMap((page) => page.items) ?? [];
    return address.fila === "retidas" ? all : all.filter((item) => !gone.has(item.reviewItemId));
  }, [list.data, gone.has, address.fila]);
  const { openId, show } = useOpenItem();
  const shownId = openId ?? items[0]?.reviewItemId ?? null;
  const index = items.findIndex((item) => item.reviewItemId === shownId);
  /** Another list is looked at from its beginning. */
  const setAddress: typeof writeAddress = (...change) => {
    if (openId !== null) show(null);
    return writeAddress(...change);
  };
  const { fetchNextPage, hasNextPage } = list;
  useEffect(() => {
    if (hasNextPage && index >= 0 && index > items.length - 10) void fetchNextPage({ cancelRefetch: false });
  }, [fetchNextPage, hasNextPage, index, items.length]);
  useFetchedAhead(items, index);
  const total = counts.data?.[input.filter.queue];
  return { address, setAddress, input, list, counts, total, items, index, openId, shownId, gone, show };
}
export type Queue = ReturnType<typeof useQueue>;

/**
 * Which item's address is open. A new one is put in the bar without asking the server for a page, and is on
 * screen at once: the router says so too, when it gets to it.
 */
function useOpenItem() {
  const routed = usePathname();
  const [path, setPath] = useState(routed);
  useEffect(() => {
    // An answer to an address that was left meanwhile is none.
    if (routed === window.location.pathname) setPath(routed);
  }, [routed]);
  const show = useCallback((reviewItemId: string | null, how: "push" | "replace" = "replace") => {
    const next = `/revisao${reviewItemId ? `/${reviewItemId}` : ""}`;
    const address = `${next}${window.location.search}`;
    if (how === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
    setPath(next);
  }, []);
  return { openId: openItemOf(path), show };
}

/** Who is next when this one leaves the list; null when it was the last. */
export function neighbourOf(items: readonly QueuedItem[], reviewItemId: string): string | null {
  const index = items.findIndex((item) => item.reviewItemId === reviewItemId);
  if (index < 0) return items[0]?.reviewItemId ?? null;
  return (items[index + 1] ?? items[index - 1])?.reviewItemId ?? null;
}

/** What was decided here leaves the list at once, before the server's next answer lacks it. */
function useGone(readAt: number) {
  const [gone, setGone] = useState<ReadonlyMap<string, number>>(new Map());
  const change = useCallback(
    (reviewItemId: string, at: number | null) =>
      setGone((before) => {
        const next = new Map(before);
        if (at === null) next.delete(reviewItemId);
        else next.set(reviewItemId, at);
        return next;
      }),
    [],
  );
  return useMemo(
    () => ({
      has: (reviewItemId: string) => readAt < (gone.get(reviewItemId) ?? -1),
      hide: (reviewItemId: string) => change(reviewItemId, Number.POSITIVE_INFINITY),
      settle: (reviewItemId: string) => change(reviewItemId, Date.now() + readingMs),
      bringBack: (reviewItemId: string) => change(reviewItemId, null),
    }),
    [gone, change, readAt],
  );
}

function useFetchedAhead(items: readonly QueuedItem[], index: number): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const next = items
    .slice(index + 1, index + 1 + ahead)
    .map((item) => item.reviewItemId)
    .join(" ");
  useEffect(() => {
    for (const reviewItemId of next.split(" ").filter(Boolean))
      void queryClient.prefetchQuery({
        ...trpc.review.item.queryOptions({ reviewItemId }),
        staleTime: refreshMs,
      });
  }, [next, queryClient, trpc]);
}
