"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatMoney } from "../ui/format";
import { Skeleton } from "../ui/skeleton";

type Event = RouterOutput["funds"]["activity"]["items"][number];

/** What people and the system did to the fund, in words, newest first. */
export function Activity({ code }: { code: string }) {
  const t = useTranslations("funds.activity");
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.funds.activity.infiniteQueryOptions({ code }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const events = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-64" />;
  if (events.length === 0) {
    return (
      <div className="card">
        <EmptyState icon={<History aria-hidden />} title={t("empty")} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <ol aria-label={t("title")} className="card divide-y divide-line">
        {events.map((event) => (
          <Line key={event.id} event={event} />
        ))}
      </ol>
      <LoadMore
        shown={events.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

function Line({ event }: { event: Event }) {
  const t = useTranslations("funds.activity");
  const locale = useLocale();
  const key = event.action.replaceAll(".", "_") as "fund_create";
  const after = (event.after ?? {}) as { amountCents?: string | number; value?: string };
  const amount = after.amountCents === undefined ? "" : formatMoney(BigInt(after.amountCents), locale);
  const who = event.actorKind === "user" ? event.actorName : t(`actors.${event.actorKind as "job"}`);
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          {t.has(`actions.${key}`)
            ? t(`actions.${key}`, { who, amount, value: after.value ?? "" })
            : t("other", { who, action: event.action })}{" "}
          {event.subjectType === "operation" ? (
            <Link href={`/operacoes/${event.subjectId}`} className="text-accent underline">
              {t("seeOperation")}
            </Link>
          ) : null}
        </span>
        <span className="text-xs text-muted">
          <Instant at={event.at} />
        </span>
      </div>
      {event.reason ? <span className="text-muted">{t("reason", { reason: event.reason })}</span> : null}
    </li>
  );
}
