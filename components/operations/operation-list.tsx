"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import type { OperationRow } from "#server/domain/operations/queries";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { Day } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatCount, formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { filterParsers, toInput } from "./filter";
import { OperationFilters } from "./operation-filters";
import { OperationStatus } from "./operation-status";

/** Every operation in scope, newest first; what is shown is in the address. */
export function OperationList() {
  const t = useTranslations("operations");
  const trpc = useTRPC();
  const [filter, setFilter] = useQueryStates(filterParsers);
  const input = toInput(filter);
  const list = useInfiniteQuery({
    ...trpc.operations.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
  });
  const totals = useQuery({
    ...trpc.operations.totals.queryOptions(input),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <div className="flex flex-col gap-4">
      <OperationFilters filter={filter} onChange={setFilter} />
      <Summary count={totals.data?.count} totalCents={totals.data?.totalCents} />
      {list.isError ? <Failure error={list.error} retry={() => list.refetch()} /> : null}
      {list.isPending ? <Skeleton className="h-96" /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <div className="card">
          <EmptyState icon={<ArrowLeftRight aria-hidden />} title={t(isFiltered ? "emptyFiltered" : "empty")}>
            {t(isFiltered ? "emptyFilteredHint" : "emptyHint")}
          </EmptyState>
        </div>
      ) : null}
      {rows.length > 0 ? (
        <>
          <OperationTable rows={rows} isStale={list.isPlaceholderData} />
          <OperationCards rows={rows} />
        </>
      ) : null}
      <LoadMore
        shown={rows.length}
        hasMore={list.hasNextPage}
        isBusy={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </div>
  );
}

function Summary({ count, totalCents }: { count: number | undefined; totalCents: bigint | undefined }) {
  const t = useTranslations("operations");
  const locale = useLocale();
  return (
    <p role="status" className="figures min-h-5 text-muted">
      {count === undefined || totalCents === undefined ? null : (
        <>
          <strong className="font-semibold text-ink">
            {t("count", { count, formatted: formatCount(count, locale) })}
          </strong>
          {" · "}
          {t("executedSum")} <Money cents={totalCents} />
        </>
      )}
    </p>
  );
}

export function OperationTable({
  rows,
  isStale = false,
}: {
  rows: readonly OperationRow[];
  isStale?: boolean;
}) {
  const t = useTranslations("operations");
  const locale = useLocale();
  return (
    <Table caption={t("title")} className={classNames("max-md:hidden", isStale && "opacity-60")}>
      <TableHead>
        <Th>{t("columns.operation")}</Th>
        <Th>{t("columns.fund")}</Th>
        <Th>{t("columns.date")}</Th>
        <Th>{t("columns.side")}</Th>
        <Th>{t("columns.asset")}</Th>
        <Th numeric>{t("columns.quantity")}</Th>
        <Th numeric>{t("columns.unitPrice")}</Th>
        <Th numeric>{t("columns.total")}</Th>
        <Th>{t("columns.status")}</Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.operationId}>
            <Td>
              <Link
                href={`/operacoes/${row.operationId}`}
                className="font-medium whitespace-nowrap text-accent hover:underline"
              >
                {row.externalId}
              </Link>
            </Td>
            <Td className="whitespace-nowrap">{row.fundCode}</Td>
            <Td>
              <Day day={row.operationOn} />
            </Td>
            <Td className="whitespace-nowrap">{t(`side.${row.side}`)}</Td>
            <Td className="whitespace-nowrap">{row.assetCode ?? row.assetRef}</Td>
            <Td numeric>{formatDecimal(row.quantity, locale)}</Td>
            <Td numeric>{row.unitPrice ? formatDecimal(row.unitPrice, locale, 6) : "—"}</Td>
            <Td numeric>
              <Money cents={row.totalCents} withSymbol={false} />
            </Td>
            <Td>
              <OperationStatus operation={row} />
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** The same on a phone, where a wide table would hide its end. */
function OperationCards({ rows }: { rows: readonly OperationRow[] }) {
  const t = useTranslations("operations");
  const locale = useLocale();
  return (
    <ul aria-label={t("title")} className="card divide-y divide-line md:hidden">
      {rows.map((row) => (
        <li key={row.operationId} className="flex flex-col gap-1 px-4 py-3">
          <div className="flex items-baseline justify-between gap-3">
            <Link href={`/operacoes/${row.operationId}`} className="font-medium text-accent hover:underline">
              {row.externalId}
            </Link>
            <span className="font-medium">
              <Money cents={row.totalCents} />
            </span>
          </div>
          <p className="figures text-muted">
            {row.fundCode} · <Day day={row.operationOn} /> · {t(`side.${row.side}`)} ·{" "}
            {formatDecimal(row.quantity, locale)} × {row.assetCode ?? row.assetRef}
          </p>
          <OperationStatus operation={row} />
        </li>
      ))}
    </ul>
  );
}
