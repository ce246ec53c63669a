"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { parseAsArrayOf, parseAsString, useQueryState, useQueryStates } from "nuqs";
import type { OperationRow, OperationTotals } from "#server/domain/operations/queries";
import { Failure } from "../layout/failure";
import { LoadMore } from "../layout/load-more";
import { useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { DataTable } from "../ui/data-table";
import { Day } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatCount, formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { ColumnMenu } from "./column-menu";
import { filterParsers, toInput } from "./filter";
import { useOperationColumns } from "./operation-columns";
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
  const columns = useOperationColumns();
  const [hidden, setHidden] = useQueryState("ocultas", parseAsArrayOf(parseAsString).withDefault([]));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <div className="flex flex-col gap-4">
      <OperationFilters filter={filter} onChange={setFilter} />
      <div className="flex items-center justify-between gap-3">
        <Summary totals={totals.data} isBusy={totals.isFetching} />
        <ColumnMenu columns={columns} hidden={hidden} onChange={setHidden} />
      </div>
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
          <DataTable
            caption={t("title")}
            columns={columns}
            items={rows}
            idOf={(row) => row.operationId}
            hidden={hidden}
            className={classNames("max-md:hidden", list.isPlaceholderData && "opacity-60")}
          />
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

function Summary({ totals, isBusy }: { totals: OperationTotals | undefined; isBusy: boolean }) {
  const t = useTranslations("operations");
  const locale = useLocale();
  return (
    <p role="status" aria-busy={isBusy} className="figures min-h-5 text-muted">
      {totals === undefined ? null : (
        <>
          <strong className="font-semibold text-ink">
            {t("count", { count: totals.count, formatted: formatCount(totals.count, locale) })}
          </strong>
          {" · "}
          {t("executedSum")} <Money cents={totals.totalCents} />
        </>
      )}
    </p>
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
