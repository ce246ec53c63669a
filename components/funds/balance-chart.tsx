"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { LineChart } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { changeOf } from "../charts/scale";
import { TimeChart } from "../charts/time-chart";
import { Failure } from "../layout/failure";
import { useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { EmptyState } from "../ui/empty-state";
import { formatCompact, formatDayLong, formatDayShort, formatMoney, formatShare } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";

const periods = ["30d", "90d", "1a", "tudo"] as const;

/** Cash at the end of each day, with the same numbers beside it; a day leads to its operations. */
export function BalanceChart({ code }: { code: string }) {
  const t = useTranslations("funds.course");
  const locale = useLocale();
  const trpc = useTRPC();
  const [period, setPeriod] = useQueryState("periodo", parseAsStringLiteral(periods).withDefault("30d"));
  const days = useQuery({
    ...trpc.funds.balances.queryOptions({ code, period }),
    placeholderData: keepPreviousData,
  });
  const points = useMemo(
    () =>
      (days.data ?? []).map(({ day, cents }) => ({
        at: day,
        values: [cents],
        href: `/operacoes?fundo=${encodeURIComponent(code)}&de=${day}&ate=${day}`,
      })),
    [days.data, code],
  );
  const series = useMemo(() => [{ label: t("series"), kind: "area" as const, tone: "accent" as const }], [t]);
  const known = points.filter(({ values }) => values[0] !== null);
  return (
    <Section
      title={t("title")}
      actions={<Periods value={period} onChange={(next) => void setPeriod(next)} />}
    >
      <div className={classNames("flex flex-col gap-2 p-4", days.isPlaceholderData && "opacity-60")}>
        {days.isError ? <Failure error={days.error} retry={() => days.refetch()} /> : null}
        {days.isPending ? <Skeleton className="h-72" /> : null}
        {days.data && known.length === 0 ? (
          <EmptyState icon={<LineChart aria-hidden />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        ) : null}
        {known.length > 0 ? (
          <>
            <Conclusion first={known[0]?.values[0] ?? null} last={known.at(-1)?.values[0] ?? null} />
            <TimeChart
              title={t("title")}
              points={points}
              series={series}
              formatValue={(cents) => formatMoney(BigInt(cents), locale)}
              formatTick={(cents) => formatCompact(cents / 100, locale)}
              formatAt={(day) => formatDayLong(day, locale)}
              formatAtShort={(day) => formatDayShort(day, locale)}
              linkLabel={t("see")}
              height={280}
              table="beside"
            />
          </>
        ) : null}
      </div>
    </Section>
  );
}

/** What the drawing shows, in a sentence. */
function Conclusion({ first, last }: { first: bigint | number | null; last: bigint | number | null }) {
  const t = useTranslations("funds.course");
  const locale = useLocale();
  const change = changeOf(first ?? undefined, last);
  if (!change) return null;
  return (
    <p className="font-medium">
      {t("conclusion", { sign: change.sign, percent: formatShare(change.share, locale) })}
    </p>
  );
}

type Period = (typeof periods)[number];

function Periods({ value, onChange }: { value: Period; onChange: (period: Period) => void }) {
  const t = useTranslations("funds.course");
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">{t("period")}</legend>
      {periods.map((period) => (
        <button
          key={period}
          type="button"
          aria-pressed={period === value}
          onClick={() => onChange(period)}
          className={classNames(
            "h-7 rounded-md px-2 text-xs font-medium",
            period === value ? "bg-accent-soft text-accent" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {t(`periods.${period}`)}
        </button>
      ))}
    </fieldset>
  );
}
