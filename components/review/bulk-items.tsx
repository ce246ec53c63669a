"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { ReasonText } from "./reason-text";

const rowsAtOnce = 50;

export type BulkPart = {
  bulkId: string;
  /** What the dry run said, or what became of it. */
  of: "forecast" | "outcome";
  end: "HELD" | "STANDING" | "REFUSED";
  code: string | null;
};

/** One part of a set, item by item; each opens beside, so that the set is not left. */
export function BulkItems({ part }: { part: BulkPart }) {
  const t = useTranslations("review.bulk.items");
  const tRow = useTranslations("review.row");
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.review.bulkItems.infiniteQueryOptions(
      { ...part, limit: rowsAtOnce },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-20" />;
  const items = list.data.pages.flatMap((page) => page.items);
  return (
    <div className="flex max-h-64 flex-col gap-2 overflow-y-auto">
      <ul className="divide-y divide-line">
        {items.map((item) => {
          const name = item.externalId ?? t("unknown");
          return (
            <li key={item.reviewItemId} className="flex items-baseline justify-between gap-3 py-1.5">
              <span className="flex min-w-0 flex-wrap gap-x-2">
                <a
                  href={`/revisao/${item.reviewItemId}`}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={t("item", { name })}
                  className="text-accent underline"
                >
                  {name}
                </a>
                <span className="text-muted">
                  {item.fundCode ? `${item.fundCode} · ` : ""}
                  <ReasonText code={item.reason} />
                  {item.deciderName ? ` · ${t("decidedBy", { name: item.deciderName })}` : ""}
                </span>
              </span>
              <span className="figures shrink-0">
                {item.amountCents === null ? tRow("noAmount") : <Money cents={item.amountCents} />}
              </span>
            </li>
          );
        })}
      </ul>
      <LoadMore
        shown={items.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}
