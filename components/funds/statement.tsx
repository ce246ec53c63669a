"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { Day, Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

/** The cash account like a bank statement: newest first, the balance after each line beside it. */
export function Statement({ code }: { code: string }) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.funds.statement.infiniteQueryOptions({ code }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-64" />;
  if (lines.length === 0) {
    return (
      <div className="card">
        <EmptyState icon={<ReceiptText aria-hidden />} title={t("emptyStatement")} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Table caption={t("statement")}>
        <TableHead>
          <Th numeric className="max-md:hidden">
            {t("statementColumns.seq")}
          </Th>
          <Th>{t("statementColumns.postedAt")}</Th>
          <Th className="max-md:hidden">{t("statementColumns.effectiveOn")}</Th>
          <Th className="max-md:hidden">{t("statementColumns.kind")}</Th>
          <Th>{t("statementColumns.operation")}</Th>
          <Th numeric>{t("statementColumns.amount")}</Th>
          <Th numeric>{t("statementColumns.after")}</Th>
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <Row key={String(line.fundSeq)}>
              <Td numeric className="text-muted max-md:hidden">
                {String(line.fundSeq)}
              </Td>
              <Td>
                <Instant at={line.postedAt} />
              </Td>
              <Td className="max-md:hidden">
                <Day day={line.effectiveOn} />
              </Td>
              <Td className="whitespace-nowrap max-md:hidden">{t(`entryKind.${line.kind}`)}</Td>
              <Td>
                {line.operationId ? (
                  <Link
                    href={`/operacoes/${line.operationId}`}
                    className="whitespace-nowrap text-accent hover:underline"
                  >
                    {line.externalId}
                  </Link>
                ) : (
                  "—"
                )}
              </Td>
              <Td numeric>
                <Money cents={line.amountCents} withSymbol={false} />
              </Td>
              <Td numeric className="font-medium">
                <Money cents={line.balanceAfterCents} withSymbol={false} />
              </Td>
            </Row>
          ))}
        </TableBody>
      </Table>
      <LoadMore
        shown={lines.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}
