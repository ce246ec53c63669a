"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Money } from "../ui/money";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import type { Reversal } from "./reversal-status";

/** The frozen set, operation by operation. */
export function ReversalItems({ reversalId, state }: { reversalId: string; state: Reversal["state"] }) {
  const t = useTranslations("audit.reversals");
  const trpc = useTRPC();
  const list = useInfiniteQuery({
    ...trpc.reversals.items.infiniteQueryOptions(
      { reversalId },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
    refetchInterval: state === "RUNNING" ? 2_000 : false,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (items.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      <Table caption={t("items")}>
        <TableHead>
          <Th>{t("columns.operation")}</Th>
          <Th>{t("columns.fund")}</Th>
          <Th numeric>{t("columns.amount")}</Th>
          <Th>{t("columns.end")}</Th>
          <Th>{t("columns.why")}</Th>
        </TableHead>
        <TableBody>
          {items.map((item) => {
            const end = item.outcome ?? item.forecast;
            const when = item.outcome ? "did" : "will";
            const tone = end === "KEPT" ? "inert" : item.outcome ? "reversed" : "human";
            return (
              <Row key={item.operationId}>
                <Td>
                  <Link
                    href={`/operacoes/${item.operationId}`}
                    prefetch={false}
                    className="font-medium text-accent hover:underline"
                  >
                    {item.externalId}
                  </Link>
                </Td>
                <Td>{item.fundCode}</Td>
                <Td numeric>
                  <Money cents={item.amountCents} />
                </Td>
                <Td>
                  <StatusBadge tone={tone}>{t(`ends.${when}_${end}`)}</StatusBadge>
                </Td>
                <Td>
                  {item.code ? t(`codes.${item.code as "OWN"}`) : <span className="text-muted">—</span>}
                </Td>
              </Row>
            );
          })}
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
