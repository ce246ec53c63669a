"use client";

import { useQuery } from "@tanstack/react-query";
import { BarChart3 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { TimeChart } from "../charts/time-chart";
import { Failure } from "../layout/failure";
import { useFundScope, withFundScope } from "../layout/fund-scope";
import { useTRPC } from "../layout/trpc";
import { EmptyState } from "../ui/empty-state";
import { formatCompact, formatDayLong, formatDayShort, formatMoney } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";

/** What was executed by operation date; each day leads to its operations. */
export function ExecutedChart() {
  const t = useTranslations("home.executed");
  const locale = useLocale();
  const trpc = useTRPC();
  const [fundCode] = useFundScope();
  const days = useQuery(trpc.home.executed.queryOptions({ fundCode, days: 30 }));
  const points = useMemo(
    () =>
      (days.data ?? []).map(({ day, totalCents }) => ({
        at: day,
        values: [totalCents],
        href: withFundScope(`/operacoes?status=executada&de=${day}&ate=${day}`, fundCode),
      })),
    [days.data, fundCode],
  );
  const series = useMemo(() => [{ label: t("series"), kind: "bars" as const, tone: "accent" as const }], [t]);
  const isEmpty = points.every(({ values }) => values[0] === 0n);
  return (
    <Section title={t("title")}>
      <div className="p-4">
        {days.isError ? <Failure error={days.error} retry={() => days.refetch()} /> : null}
        {days.isPending ? <Skeleton className="h-64" /> : null}
        {days.data && isEmpty ? (
          <EmptyState icon={<BarChart3 aria-hidden />} title={t("none")}>
            {t("noneHint")}
          </EmptyState>
        ) : null}
        {days.data && !isEmpty ? (
          <TimeChart
            title={t("title")}
            points={points}
            series={series}
            formatValue={(cents) => formatMoney(BigInt(cents), locale)}
            formatTick={(cents) => formatCompact(cents / 100, locale)}
            formatAt={(day) => formatDayLong(day, locale)}
            formatAtShort={(day) => formatDayShort(day, locale)}
            linkLabel={t("see")}
          />
        ) : null}
      </div>
    </Section>
  );
}
