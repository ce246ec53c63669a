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

type Props = { funds: readonly Fund[] };

/** Funds with their cash, how it moved in thirty days, and where their operations stand; cards on a phone. */
export function FundTable({ funds }: Props) {
  return (
    <>
      <WideTable funds={funds} />
      <Cards funds={funds} />
    </>
  );
}

function Cards({ funds }: Props) {
  const t = useTranslations("funds");
  return (
    <ul aria-label={t("title")} className="card divide-y divide-line md:hidden">
      {funds.map((fund) => (
        <li key={fund.fundId} className="flex flex-col gap-1.5 px-4 py-3">
          <div className="flex items-baseline justify-between gap-3">
            <Link href={`/fundos/${fund.code}`} className="font-medium text-accent hover:underline">
              {fund.code}
            </Link>
            <span className="font-medium">
              <Money cents={fund.cashCents} />
            </span>
          </div>
          <p className="text-xs text-muted">{fund.name}</p>
          <p className="figures flex flex-wrap gap-x-3 text-xs text-muted">
            {counts(fund).map(({ status, name, count }) => (
              <span key={status}>
                {t(`columns.${name}`)}{" "}
                <CountLink fund={fund} status={status} count={count} label={t(`columns.${name}`)} />
              </span>
            ))}
          </p>
        </li>
      ))}
    </ul>
  );
}

function counts(fund: Fund) {
  return [
    { status: "executada", name: "executed", count: fund.executedCount },
    { status: "pendente", name: "pending", count: fund.pendingCount },
    { status: "em_revisao", name: "inReview", count: fund.reviewCount },
  ] as const;
}

function WideTable({ funds }: Props) {
  const t = useTranslations("funds");
  const trpc = useTRPC();
  const lines = useQuery({ ...trpc.funds.sparklines.queryOptions(), staleTime: 60_000 });
  return (
    <Table caption={t("title")} className="max-md:hidden">
      <TableHead>
        <Th>{t("columns.code")}</Th>
        <Th className="max-lg:hidden">{t("columns.name")}</Th>
        <Th className="max-xl:hidden">{t("columns.cnpj")}</Th>
        <Th numeric>{t("columns.cash")}</Th>
        <Th>{t("columns.course")}</Th>
        <Th numeric>{t("columns.executed")}</Th>
        <Th numeric>{t("columns.pending")}</Th>
        <Th numeric>{t("columns.ofTheseInReview")}</Th>
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
            <Td className="py-1! align-middle!">
              <Course name={fund.name} cents={lines.data?.[fund.fundId] ?? []} />
            </Td>
            {counts(fund).map(({ status, name, count }) => (
              <Td key={status} numeric>
                <CountLink fund={fund} status={status} count={count} label={t(`columns.${name}`)} />
              </Td>
            ))}
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

function CountLink({ fund, status, count, label }: CountProps) {
  const locale = useLocale();
  if (count === 0) return <span className="text-muted">0</span>;
  return (
    <Link
      href={`/operacoes?status=${status}&fundo=${fund.code}`}
      aria-label={`${fund.code}, ${label}: ${formatCount(count, locale)}`}
      className="text-accent hover:underline"
    >
      {formatCount(count, locale)}
    </Link>
  );
}
