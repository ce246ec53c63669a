"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatCount } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { ReversalStatus } from "./reversal-status";

/** Reversals that somebody asked for, newest first. */
export function ReversalList() {
  const t = useTranslations("audit.reversals");
  const locale = useLocale();
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.reversals.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor }),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-64" />;
  if (items.length === 0)
    return (
      <div className="card">
        <EmptyState icon={<Undo2 aria-hidden />} title={t("none")}>
          {t("noneHint")}
        </EmptyState>
      </div>
    );
  return (
    <div className="flex flex-col gap-3">
      <Table caption={t("title")}>
        <TableHead>
          <Th>{t("columns.filter")}</Th>
          <Th>{t("columns.state")}</Th>
          <Th numeric>{t("columns.count")}</Th>
          <Th>{t("columns.requestedBy")}</Th>
          <Th>{t("columns.at")}</Th>
          <Th>{t("columns.decidedBy")}</Th>
        </TableHead>
        <TableBody>
          {items.map((item) => (
            <Row key={item.reversalId}>
              <Td>
                <Link
                  href={`/auditoria/estornos/${item.reversalId}`}
                  className="font-medium text-accent hover:underline"
                >
                  {item.inWords || item.reversalId.slice(0, 8)}
                </Link>
                <span className="block text-xs text-muted">{item.reason}</span>
              </Td>
              <Td>
                <ReversalStatus state={item.state} />
              </Td>
              <Td numeric>{formatCount(item.itemCount, locale)}</Td>
              <Td>{item.requestedByName}</Td>
              <Td>
                <Instant at={item.requestedAt ?? item.previewedAt} />
              </Td>
              <Td>{item.decidedByName ?? <span className="text-muted">—</span>}</Td>
            </Row>
          ))}
        </TableBody>
      </Table>
      <LoadMore
        shown={items.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}
