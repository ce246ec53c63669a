"use client";

import { useQuery } from "@tanstack/react-query";
import { Landmark } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Failure } from "../layout/failure";
import type { RouterOutput } from "../layout/trpc";
import { useTRPC } from "../layout/trpc";
import { EmptyState } from "../ui/empty-state";
import { formatCnpj, formatCount } from "../ui/format";
import { Money } from "../ui/money";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

/** The funds in scope with their cash and what waits in each. */
export function FundList() {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const list = useQuery(trpc.funds.list.queryOptions());
  if (list.isError) return <Failure error={list.error} retry={() => list.refetch()} />;
  if (list.isPending) return <Skeleton className="h-64" />;
  if (list.data.length === 0) {
    return (
      <div className="card">
        <EmptyState icon={<Landmark aria-hidden />} title={t("empty")}>
          {t("emptyHint")}
        </EmptyState>
      </div>
    );
  }
  return <FundTable funds={list.data} />;
}

export function FundTable({ funds }: { funds: RouterOutput["funds"]["list"] }) {
  const t = useTranslations("funds");
  const locale = useLocale();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <Th>{t("columns.code")}</Th>
        <Th>{t("columns.name")}</Th>
        <Th>{t("columns.cnpj")}</Th>
        <Th numeric>{t("columns.cash")}</Th>
        <Th numeric>{t("columns.executed")}</Th>
        <Th numeric>{t("columns.pending")}</Th>
        <Th numeric>{t("columns.inReview")}</Th>
      </TableHead>
      <TableBody>
        {funds.map((fund) => (
          <Row key={fund.fundId}>
            <Td>
              <Link
                href={`/fundos/${fund.code}`}
                className="font-medium whitespace-nowrap text-accent hover:underline"
              >
                {fund.code}
              </Link>
            </Td>
            <Td className="min-w-56">{fund.name}</Td>
            <Td className="figures whitespace-nowrap text-muted">{formatCnpj(fund.cnpj)}</Td>
            <Td numeric className="font-medium">
              <Money cents={fund.cashCents} withSymbol={false} />
            </Td>
            <Count
              href={`/operacoes?fundo=${fund.code}&status=executada`}
              count={fund.executedCount}
              label={t("columns.executed")}
              locale={locale}
            />
            <Count
              href={`/operacoes?fundo=${fund.code}&status=pendente`}
              count={fund.pendingCount}
              label={t("columns.pending")}
              locale={locale}
            />
            <Count
              href={`/operacoes?fundo=${fund.code}&status=em_revisao`}
              count={fund.reviewCount}
              label={t("columns.inReview")}
              locale={locale}
            />
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function Count({
  href,
  count,
  label,
  locale,
}: {
  href: string;
  count: number;
  label: string;
  locale: string;
}) {
  if (count === 0) {
    return (
      <Td numeric className="text-muted">
        0
      </Td>
    );
  }
  return (
    <Td numeric>
      <Link
        href={href}
        aria-label={`${label}: ${formatCount(count, locale)}`}
        className="text-accent hover:underline"
      >
        {formatCount(count, locale)}
      </Link>
    </Td>
  );
}
