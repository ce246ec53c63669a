"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { groupBy } from "#server/kernel/group-by";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { OperationCard } from "../operations/operation-card";
import { OperationStatus } from "../operations/operation-status";
import { statuses, statusOf } from "../operations/statuses";
import { ButtonLink } from "../ui/button";
import { Day } from "../ui/date-time";
import { EmptyState } from "../ui/empty-state";
import { formatCount, formatDecimal } from "../ui/format";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

/** The fund's operations by where they stand, and the newest of them; the whole list is one step away. */
export function FundOperations({ code }: { code: string }) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const counts = useQuery(trpc.funds.operations.queryOptions({ code }));
  const newest = useQuery(trpc.operations.list.queryOptions({ fundCode: code, limit: 20 }));
  const failed = [counts, newest].find((one) => one.isError);
  if (failed) return <Failure error={failed.error} retry={() => failed.refetch()} />;
  if (!counts.data || !newest.data) return <Skeleton className="h-72" />;
  if (newest.data.items.length === 0) {
    return (
      <div className="card">
        <EmptyState title={t("noOperations")}>{t("noOperationsHint")}</EmptyState>
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Standing code={code} counts={counts.data} />
      <NewestTable rows={newest.data.items} />
      <ul aria-label={t("newestOperations")} className="card divide-y divide-line md:hidden">
        {newest.data.items.map((row) => (
          <li key={row.operationId}>
            <OperationCard row={row} list={`fundo=${encodeURIComponent(code)}`} />
          </li>
        ))}
      </ul>
      <div>
        <ButtonLink href={`/operacoes?fundo=${encodeURIComponent(code)}`}>{t("allOperations")}</ButtonLink>
      </div>
    </div>
  );
}

type Counts = Parameters<typeof statusOf>[0] & { count: number };

function Standing({ code, counts }: { code: string; counts: readonly Counts[] }) {
  const t = useTranslations("operations.status");
  const locale = useLocale();
  const totals = groupBy(counts, statusOf);
  return (
    <ul className="flex flex-wrap gap-2">
      {[...totals].map(([status, rows]) => (
        <li key={status}>
          <Link
            href={`/operacoes?status=${status}&fundo=${encodeURIComponent(code)}`}
            className="card inline-flex min-h-9 items-center gap-2 px-3 hover:border-line-strong"
          >
            <span className="figures font-semibold">
              {formatCount(
                rows.reduce((sum, row) => sum + row.count, 0),
                locale,
              )}
            </span>
            <StatusBadge tone={statuses[status].tone}>{t(status)}</StatusBadge>
          </Link>
        </li>
      ))}
    </ul>
  );
}

type RowData = Parameters<typeof OperationStatus>[0]["operation"] & {
  operationId: string;
  externalId: string;
  operationOn: string;
  side: "BUY" | "SELL";
  assetCode: string | null;
  assetRef: string;
  quantity: string;
  totalCents: bigint | null;
};

function NewestTable({ rows }: { rows: readonly RowData[] }) {
  const t = useTranslations("operations");
  const tFunds = useTranslations("funds");
  const locale = useLocale();
  return (
    <Table caption={tFunds("newestOperations")} className="max-md:hidden">
      <TableHead>
        <Th>{t("columns.operation")}</Th>
        <Th>{t("columns.date")}</Th>
        <Th>{t("columns.side")}</Th>
        <Th>{t("columns.asset")}</Th>
        <Th numeric>{t("columns.quantity")}</Th>
        <Th numeric>{t("columns.total")}</Th>
        <Th>{t("columns.status")}</Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.operationId}>
            <Td>
              <Link
                href={`/operacoes/${row.operationId}`}
                className="font-medium text-accent hover:underline"
              >
                {row.externalId}
              </Link>
            </Td>
            <Td>
              <Day day={row.operationOn} />
            </Td>
            <Td>{t(`side.${row.side}`)}</Td>
            <Td>{row.assetCode ?? row.assetRef}</Td>
            <Td numeric>{formatDecimal(row.quantity, locale)}</Td>
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
