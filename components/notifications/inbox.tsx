"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { NotificationItems, useReadNotifications } from "./notification-list";

/** Everything the person was told, with what is new apart. */
export function Inbox() {
  const t = useTranslations("notifications");
  const trpc = useTRPC();
  const [isUnread, setUnread] = useQueryState("novas", parseAsBoolean.withDefault(false));
  const list = useInfiniteQuery(
    trpc.notifications.list.infiniteQueryOptions(
      { isUnread },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const read = useReadNotifications();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = items[0];
  return (
    <div className="flex max-w-[56rem] flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        {items.length > 0 || isUnread ? (
          <Button aria-pressed={isUnread} onClick={() => setUnread(isUnread ? null : true)}>
            {t(isUnread ? "showAll" : "showNew")}
          </Button>
        ) : null}
        {newest && items.some((item) => item.readAt === null) ? (
          <Button
            kind="quiet"
            disabled={read.isPending}
            onClick={() => read.mutate({ notificationId: newest.notificationId })}
          >
            {t("readAll")}
          </Button>
        ) : null}
      </div>
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="h-64" /> : null}
      {list.isSuccess ? (
        <div className="card">
          <NotificationItems items={items} />
        </div>
      ) : null}
      <LoadMore
        shown={items.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}
