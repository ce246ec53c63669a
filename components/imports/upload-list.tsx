"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { toUploadInput, uploadFilterParsers } from "./upload-filter";
import { UploadFilters } from "./upload-filters";
import { type ListedUpload, UploadTable } from "./upload-table";

const moving = ["SPLITTING", "STAGING", "ACCEPTING", "PROCESSING"];

/** Files, newest first, each with what became of its lines. Moving ones are asked again by themselves. */
export function UploadList({ action }: { action?: ReactNode }) {
  const t = useTranslations("files");
  const trpc = useTRPC();
  const [filter, setFilter] = useQueryStates(uploadFilterParsers);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const list = useInfiniteQuery({
    ...trpc.imports.list.infiniteQueryOptions(toUploadInput(filter), {
      getNextPageParam: (page) => page.nextCursor,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isMoving)) ? 3000 : false,
  });
  const uploads = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      <UploadFilters filter={filter} onChange={setFilter} />
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="h-72" /> : null}
      {list.isSuccess && uploads.length === 0 ? (
        <div className="card">
          <EmptyState
            icon={<FileText aria-hidden />}
            title={t(isFiltered ? "emptyFiltered" : "empty")}
            action={
              isFiltered ? <Button onClick={() => setFilter(null)}>{t("filters.clear")}</Button> : action
            }
          >
            {t(isFiltered ? "emptyFilteredHint" : "emptyHint")}
          </EmptyState>
        </div>
      ) : null}
      {uploads.length > 0 ? (
        <div className={classNames("transition-opacity", list.isPlaceholderData && "opacity-60")}>
          <UploadTable uploads={uploads} />
        </div>
      ) : null}
      <LoadMore
        shown={uploads.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

function isMoving({ state, corrections }: ListedUpload): boolean {
  return moving.includes(state) || corrections.some((correction) => moving.includes(correction.state));
}
