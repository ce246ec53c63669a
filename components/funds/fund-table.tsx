"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Sparkline } from "../charts/sparkline";
import { type RouterOutput, useTRPC } from "../layout/trpc";
import { formatCnpj, formatCount, formatMoney } from "../ui/format";
import { Money } from "../ui/money";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";

type Fund = RouterOutput["funds"]["list"][number];

/** Funds with their cash, how it moved in thirty days, and where their operations stand. */
export function FundTable({ funds }: { funds: readonly Fund[] }) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const lines = useQuery({ ...trpc.funds.sparklines.queryOptions(), staleTime: 60_000 });
  return (
    <Table caption={t("title")}>
      <TableHead>
        <Th>{t("columns.code")}</Th>
        <Th className="max-lg:hidden">{t("columns.name")}</Th>
        <Th className="max-xl:hidden">{t("columns.cnpj")}</Th>
        <Th numeric>{t("columns.cash")}</Th>
        <Th className="max-md:hidden">{t("columns.course")}</Th>
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
            <Td className="min-w-56 max-lg:hidden">{fund.name}</Td>
            <Td className="figures whitespace-nowrap text-muted max-xl:hidden">{formatCnpj(fund.cnpj)}</Td>
            <Td numeric className="font-medium">
              <Money cents={fund.cashCents} withSymbol={false} />
            </Td>
            <Td className="py-1! align-middle! max-md:hidden">
              <Course name={fund.name} cents={lines.data?.[fund.fundId] ?? []} />
            </Td>
            <Count fund={fund} status="executada" count={fund.executedCount} label={t("columns.executed")} />
            <Count fund={fund} status="pendente" count={fund.pendingCount} label={t("columns.pending")} />
            <Count fund={fund} status="em_revisao" count={fund.reviewCount} label={t("columns.inReview")} />
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** Thirty days of cash as a line; a sentence says the same. */
function Course({ name, cents }: { name: string; cents: readonly (bigint | null)[] }) {
  const t = useTranslations("charts");
  const tFunds = useTranslations("funds");
  const locale = useLocale();
  const known = cents.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) {
    return <span className="text-xs text-muted">{tFunds("noCourse")}</span>;
  }
  const ordered = known.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const money = (value: bigint | undefined) => formatMoney(value ?? 0n, locale);
  return (
    <Sparkline
      values={cents}
      label={t("spark", {
        title: tFunds("courseOf", { name }),
        first: money(first),
        last: money(last),
        min: money(ordered[0]),
        max: money(ordered.at(-1)),
      })}
    />
  );
}

type CountProps = { fund: Fund; status: string; count: number; label: string };

function Count({ fund, status, count, label }: CountProps) {
  const locale = useLocale();
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
        href={`/operacoes?status=${status}&fundo=${fund.code}`}
        aria-label={`${fund.code}, ${label}: ${formatCount(count, locale)}`}
        className="text-accent hover:underline"
      >
        {formatCount(count, locale)}
      </Link>
    </Td>
  );
}
