"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { Day, Instant } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { CashAt, toInstant } from "./cash-at";

type LineData = RouterOutput["funds"]["statement"]["items"][number];

/**
 * The cash account like a bank statement: newest first, each line with the account on its other side and
 * the balance after it. With an instant, as it stood then.
 */
export function Statement({ code }: { code: string }) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const [local] = useQueryState("em", parseAsString.withDefault(""));
  const list = useInfiniteQuery({
    ...trpc.funds.statement.infiniteQueryOptions(
      { code, until: toInstant(local) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const lines = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <CashAt code={code} />
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="h-64" /> : null}
      {list.isSuccess && lines.length === 0 ? (
        <div className="card">
          <EmptyState icon={<ReceiptText aria-hidden />} title={t(local ? "emptyThen" : "emptyStatement")} />
        </div>
      ) : null}
      {lines.length > 0 ? (
        <>
          <Lines lines={lines} />
          <Cards lines={lines} />
        </>
      ) : null}
      <LoadMore
        shown={lines.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

function Lines({ lines }: { lines: readonly LineData[] }) {
  const t = useTranslations("funds");
  return (
    <Table caption={t("statement")} className="max-md:hidden">
      <TableHead>
        <Th numeric className="max-lg:hidden">
          {t("statementColumns.seq")}
        </Th>
        <Th>{t("statementColumns.postedAt")}</Th>
        <Th className="max-lg:hidden">{t("statementColumns.effectiveOn")}</Th>
        <Th className="max-md:hidden">{t("statementColumns.kind")}</Th>
        <Th className="max-lg:hidden">{t("statementColumns.counter")}</Th>
        <Th>{t("statementColumns.operation")}</Th>
        <Th numeric>{t("statementColumns.debit")}</Th>
        <Th numeric>{t("statementColumns.credit")}</Th>
        <Th numeric>{t("statementColumns.after")}</Th>
      </TableHead>
      <TableBody>
        {lines.map((line) => (
          <Line key={String(line.fundSeq)} line={line} />
        ))}
      </TableBody>
    </Table>
  );
}

/** The same on a phone: what moved and what it left, with a sign where a column would say the direction. */
function Cards({ lines }: { lines: readonly LineData[] }) {
  const t = useTranslations("funds");
  return (
    <ul aria-label={t("statement")} className="card divide-y divide-line md:hidden">
      {lines.map((line) => (
        <li key={String(line.fundSeq)} className="flex flex-col gap-0.5 px-4 py-2.5">
          <div className="flex items-baseline justify-between gap-3">
            <span className="min-w-0">
              {line.operationId ? (
                <Link href={`/operacoes/${line.operationId}`} className="text-accent hover:underline">
                  {line.externalId}
                </Link>
              ) : (
                t(`entryKind.${line.kind}`)
              )}
            </span>
            <span className="figures font-medium whitespace-nowrap">
              {line.amountCents > 0n ? "+" : ""}
              <Money cents={line.amountCents} withSymbol={false} />
            </span>
          </div>
          <div className="flex items-baseline justify-between gap-3 text-xs text-muted">
            <span>
              <Day day={line.effectiveOn} /> · {t(`entryKind.${line.kind}`)}
            </span>
            <span className="figures whitespace-nowrap">
              {t("balanceAfter")} <Money cents={line.balanceAfterCents} withSymbol={false} />
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Cash grows by debit: what comes in stands on the left, what goes out on the right. */
function Line({ line }: { line: LineData }) {
  const t = useTranslations("funds");
  const isIn = line.amountCents > 0n;
  return (
    <Row>
      <Td numeric className="text-muted max-lg:hidden">
        {String(line.fundSeq)}
      </Td>
      <Td>
        <Instant at={line.postedAt} />
      </Td>
      <Td className="max-lg:hidden">
        <Day day={line.effectiveOn} />
      </Td>
      <Td className="whitespace-nowrap max-md:hidden">{t(`entryKind.${line.kind}`)}</Td>
      <Td className="max-lg:hidden">
        {line.counterAccounts.map((account) => t(`proof.account.${account as "CAIXA"}`)).join(", ")}
      </Td>
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
      <Td numeric>{isIn ? <Money cents={line.amountCents} withSymbol={false} /> : ""}</Td>
      <Td numeric>{isIn ? "" : <Money cents={-line.amountCents} withSymbol={false} />}</Td>
      <Td numeric className="font-medium">
        <Money cents={line.balanceAfterCents} withSymbol={false} />
      </Td>
    </Row>
  );
}
