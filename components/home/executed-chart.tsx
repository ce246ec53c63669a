"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { TimeChart } from "../charts/time-chart";
import { Failure } from "../layout/failure";
import { useFundScope, withFundScope } from "../layout/fund-scope";
import { useTRPC } from "../layout/trpc";
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
  return (
    <Section title={t("title")}>
      <div className="p-4">
        {days.isError ? <Failure error={days.error} retry={() => days.refetch()} /> : null}
        {days.isPending ? <Skeleton className="h-64" /> : null}
        {days.data ? (
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
