"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type ColumnWidth, withWidth } from "../data-grid/column";
import { amountsOf, nothing, type Selection } from "../data-grid/selection";
import { keepFirstPages } from "../layout/paged-queries";
import { alone, useTRPC } from "../layout/trpc";
import { type Filter, filterParsers, noFilter, toInput, toOrder } from "./filter";
import { addressIn, lookParsers, placeParsers, queryOf, rowsAtOnce } from "./list-address";

/** The list of operations as its address says: rows by the page, what they come to, what is picked and open. */
export function useOperationList() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [filter, setFilter] = useQueryStates(filterParsers);
  const [look, setLook] = useQueryStates(lookParsers);
  const [place, setPlace] = useQueryStates(placeParsers);
  const input = useMemo(() => toInput(filter), [filter]);
  const list = useInfiniteQuery({
    ...trpc.operations.list.infiniteQueryOptions(
      { ...input, order: toOrder(look.ord), limit: rowsAtOnce },
      { ...alone, getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
    // Comparing a hundred thousand rows to find that none changed would cost more than drawing them.
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });
  const totals = useQuery({
    ...trpc.operations.totals.queryOptions(input, alone),
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    const lists = trpc.operations.list.infiniteQueryFilter();
    return () => keepFirstPages(queryClient, lists);
  }, [queryClient, trpc]);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const query = queryOf({ ...filter, ...look });
  const [picked, setPicked] = useState<{ of: string; selection: Selection }>({
    of: query,
    selection: nothing,
  });
  // What was picked among other rows is not picked among these.
  const scope = queryOf({ ...filter });
  const selection = picked.of === scope ? picked.selection : nothing;
  const centsOf = useMemo(() => {
    // Made when something is picked, not with every page of a hundred thousand rows.
    let known: Map<string, bigint> | null = null;
    return (id: string) => {
      known ??= new Map(
        items.map((row) => [row.operationId, row.state === "EXECUTED" ? (row.totalCents ?? 0n) : 0n]),
      );
      return known.get(id) ?? 0n;
    };
  }, [items]);
  const [reading, setReading] = useState(0);
  const matching = totals.isPlaceholderData ? undefined : totals.data;
  return {
    filter,
    look,
    place,
    query,
    list,
    items,
    totals,
    matching,
    selection,
    amounts: amountsOf(selection, matching, centsOf),
    setLook,
    onWidths: (larg: ColumnWidth[] | null) => void setLook({ larg }),
    onWidth: (id: string, width: number | null) => void setLook({ larg: withWidth(look.larg, id, width) }),
    input,
    /** How often the list was begun anew: what is drawn of it starts at its top again. */
    reading,
    onAgain: () => {
      keepFirstPages(queryClient, trpc.operations.list.infiniteQueryFilter(), 1);
      setReading(reading + 1);
      void Promise.all([list.refetch(), totals.refetch()]);
    },
    onSelection: (next: Selection) => setPicked({ of: scope, selection: next }),
    onMore: useCallback(() => void list.fetchNextPage({ cancelRefetch: false }), [list.fetchNextPage]),
    /** Back brings a cleared filter again; typing and choosing do not fill the history. */
    onFilter: (change: Partial<Filter> | null) =>
      void setFilter(change ?? noFilter, { history: change ? "replace" : "push" }),
    /** Opening and closing are steps that Back undoes; following the list is not. */
    onOpen: (id: string | null) =>
      void setPlace({ ver: id }, { history: id !== null && place.ver !== null ? "replace" : "push" }),
    onEnter: (id: string) => router.push(addressIn(query, id)),
    onShow: (next: string, viewId: string | null) =>
      router.push(`/operacoes?${[next, viewId ? `v=${viewId}` : ""].filter(Boolean).join("&")}`, {
        scroll: false,
      }),
    fetchAhead: useCallback(
      (operationId: string) =>
        void queryClient.prefetchQuery(trpc.operations.get.queryOptions({ operationId })),
      [queryClient, trpc],
    ),
  };
}
export type OperationListState = ReturnType<typeof useOperationList>;
