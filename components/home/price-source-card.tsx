"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { TimeChart } from "../charts/time-chart";
import { Failure } from "../layout/failure";
import { type Pulse, usePulse } from "../layout/pulse";
import { useTRPC } from "../layout/trpc";
import { formatCount, formatShare, formatTime } from "../ui/format";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { StatusBadge } from "../ui/status-badge";

/** How the calls to ANBIMA went over the last hour, and what waits for it now. */
export function PriceSourceCard() {
  const t = useTranslations("home.priceSource");
  const locale = useLocale();
  const trpc = useTRPC();
  const { pulse } = usePulse();
  const minutes = useQuery({ ...trpc.home.calls.queryOptions({ minutes: 60 }), refetchInterval: 30_000 });
  const points = useMemo(
    () =>
      (minutes.data ?? []).map(({ minute, calls, failures }) => ({
        at: minute.toISOString(),
        values: [calls - failures, failures],
      })),
    [minutes.data],
  );
  const series = useMemo(
    () => [
      { label: t("answered"), kind: "line" as const, tone: "ok" as const, isFromZero: true },
      { label: t("failed"), kind: "line" as const, tone: "bad" as const, dash: [5, 4], isFromZero: true },
    ],
    [t],
  );
  const at = (instant: string) => formatTime(new Date(instant), locale);
  return (
    <Section title={t("title")} actions={pulse ? <State source={pulse.priceSource} /> : null}>
      <div className="flex flex-col gap-2 p-4">
        {pulse ? <Sentence source={pulse.priceSource} /> : null}
        {minutes.isError ? <Failure error={minutes.error} retry={() => minutes.refetch()} /> : null}
        {minutes.isPending ? <Skeleton className="h-56" /> : null}
        {minutes.data ? (
          <TimeChart
            title={t("chart")}
            points={points}
            series={series}
            formatValue={(count) => formatCount(count, locale)}
            formatTick={(count) => (Number.isInteger(count) ? formatCount(count, locale) : "")}
            formatAt={at}
            formatAtShort={at}
            height={180}
          />
        ) : null}
      </div>
    </Section>
  );
}

function State({ source }: { source: Pulse["priceSource"] }) {
  const t = useTranslations("home.priceSource.state");
  if (source.isOpen) return <StatusBadge tone="bad">{t("open")}</StatusBadge>;
  if (source.calls === 0) return <StatusBadge tone="inert">{t("quiet")}</StatusBadge>;
  if (source.failures / source.calls >= 0.1) return <StatusBadge tone="waiting">{t("unstable")}</StatusBadge>;
  return <StatusBadge tone="done">{t("well")}</StatusBadge>;
}

function Sentence({ source }: { source: Pulse["priceSource"] }) {
  const t = useTranslations("home.priceSource");
  const locale = useLocale();
  const { calls, failures, waitingLists } = source;
  return (
    <p className="figures text-muted">
      {calls === 0
        ? t("noCalls")
        : t("recent", { calls, share: formatShare((calls - failures) / calls, locale, 0) })}{" "}
      {waitingLists > 0 ? (
        <Link href="/operacoes?status=aguardando_preco" className="text-accent underline underline-offset-2">
          {t("waiting", { count: waitingLists })}
        </Link>
      ) : null}
    </p>
  );
}
