"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { formatScaled, toUnits } from "#server/kernel/decimal";
import type { ChartPoint, ChartSeries } from "../charts/series";
import { TimeChart } from "../charts/time-chart";
import { formatDay, formatDayShort, formatDecimal } from "../ui/format";
import { Panel } from "./panel";
import type { Evidence, Item } from "./prices-at-stake";

const decimals = 8;
/** Fewer closing prices say nothing of a course. */
const pointsMin = 2;

/** Ninety days of the asset, with what this fund executed of it, and the price that is asked about. */
export function PriceHistory({ item, evidence }: { item: Item; evidence: Evidence }) {
  const t = useTranslations("review.history");
  const locale = useLocale();
  const { history, executions, operation } = evidence;
  const points = useMemo(() => pointsOf(evidence), [evidence]);
  const series = useMemo<ChartSeries[]>(
    () => [
      { label: t("source"), kind: "line", tone: "accent" },
      { label: t("executed"), kind: "dots", tone: "moving" },
      { label: t("sent"), kind: "dots", tone: "divergence" },
    ],
    [t],
  );
  const price = (value: bigint | number) => formatDecimal(formatScaled(BigInt(value), decimals), locale, 6);
  return (
    <Panel
      title={t("title")}
      aside={
        <span className="figures text-xs text-muted">{t("executions", { count: executions.length })}</span>
      }
    >
      {history.length < pointsMin ? (
        <p className="px-3 pt-1 pb-3 text-muted">{t("none")}</p>
      ) : (
        <div className="px-3 pb-3">
          <TimeChart
            key={item.reviewItemId}
            title={t("chart", { asset: operation.assetCode ?? operation.assetRef })}
            points={points}
            series={series}
            height={150}
            formatValue={price}
            formatTick={(value) => formatDecimal(String(value / 10 ** decimals), locale, 2, 2)}
            formatAt={(day) => formatDay(day, locale)}
            formatAtShort={(day) => formatDayShort(day, locale)}
          />
        </div>
      )}
    </Panel>
  );
}

/** One point a day: closing price, the day's last execution, and on the day of the operation its own price. */
function pointsOf({ history, executions, operation }: Evidence): ChartPoint[] {
  const closing = new Map(history.map(({ priceOn, unitPrice }) => [priceOn, unitPrice]));
  const executed = new Map(executions.toReversed().map((one) => [one.operationOn, one]));
  const days = [...new Set([...closing.keys(), ...executed.keys(), operation.operationOn])].sort();
  const units = (price: string | null | undefined) => (price ? toUnits(price, decimals) : null);
  return days.map((day) => {
    const execution = executed.get(day);
    return {
      at: day,
      values: [
        units(closing.get(day)),
        units(execution?.unitPrice),
        day === operation.operationOn ? units(operation.informedUnitPrice) : null,
      ],
      ...(execution ? { href: `/operacoes/${execution.operationId}` } : {}),
    };
  });
}
