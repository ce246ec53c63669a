"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { formatShare } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { Row, Table, TableBody, TableHead, Td, Th } from "../ui/table";
import { changeOf } from "./scale";
import type { ChartPoint, ChartSeries } from "./series";

type Props = {
  /** What is drawn, e.g. “Saldo de caixa”; also the name of its table. */
  title: string;
  points: readonly ChartPoint[];
  /** Kept between renders by the caller: another list draws anew. */
  series: readonly ChartSeries[];
  formatValue: (value: bigint | number) => string;
  /** The same, short, beside the lines of the scale. */
  formatTick: (value: number) => string;
  formatAt: (at: string) => string;
  formatAtShort: (at: string) => string;
  /** Words of the link to the list behind a point. */
  linkLabel?: string;
  height?: number;
  table?: "beside" | "toggle";
};

const Plot = dynamic(() => import("./plot"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

/**
 * Values over time: a drawing for the eye; for the keyboard a cursor that walks with ← and → and says
 * date, value and change; for everyone the same numbers as a table.
 */
export function TimeChart({ height = 220, table = "toggle", ...props }: Props) {
  const { title, points } = props;
  const t = useTranslations("charts");
  const [selected, setSelected] = useState<number | null>(null);
  const [isTableShown, setTableShown] = useState(table === "beside");
  const index = Math.min(selected ?? points.length - 1, points.length - 1);
  const spoken = useSpoken(props, index);
  if (points.length === 0) return <p className="px-4 py-8 text-center text-muted">{t("empty")}</p>;
  return (
    <div
      className={classNames(
        "grid min-w-0 gap-4",
        table === "beside" && "xl:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]",
      )}
    >
      <div className="flex min-w-0 flex-col gap-2">
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <Readout {...props} index={index} />
          {table === "toggle" ? (
            <Button
              kind="quiet"
              className="max-sm:-ml-3 sm:-mr-3"
              aria-expanded={isTableShown}
              onClick={() => setTableShown(!isTableShown)}
            >
              {t(isTableShown ? "hideTable" : "showTable")}
            </Button>
          ) : null}
        </div>
        <div
          role="slider"
          tabIndex={0}
          aria-label={t("walk", { title })}
          aria-valuemin={0}
          aria-valuemax={points.length - 1}
          aria-valuenow={index}
          aria-valuetext={spoken}
          className="rounded-md"
          style={{ height }}
          onKeyDown={(event) => {
            const next = walk(event, index, points.length);
            if (next === null) return;
            event.preventDefault();
            setSelected(next);
          }}
        >
          <Plot {...props} height={height} selected={index} onSelect={setSelected} />
        </div>
      </div>
      {isTableShown ? <Twin {...props} /> : null}
    </div>
  );
}

/** The point under the cursor in words; the newest until someone walks. */
function Readout(props: Props & { index: number }) {
  const { points, series, index, formatValue, formatAt, linkLabel } = props;
  const t = useTranslations("charts");
  const point = points[index];
  if (!point) return null;
  return (
    <p className="figures flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className="text-muted">{formatAt(point.at)}</span>
      {series.map(({ label, tone }, at) => (
        <span key={label} className="inline-flex items-baseline gap-1.5">
          {series.length > 1 ? (
            <>
              <span aria-hidden className="size-2 rounded-sm" style={{ background: `var(--${tone})` }} />
              <span className="text-muted">{label}</span>
            </>
          ) : null}
          <strong className="font-semibold">
            {point.values[at] === null || point.values[at] === undefined
              ? t("none")
              : formatValue(point.values[at])}
          </strong>
        </span>
      ))}
      {point.href && linkLabel ? (
        <Link href={point.href} className="text-accent hover:underline">
          {linkLabel}
        </Link>
      ) : null}
    </p>
  );
}

/** “12 de março, R$ 10.214.300,12, mais 0,8%”: what a screen reader says at each step. */
function useSpoken({ points, series, formatValue, formatAt }: Props, index: number): string {
  const t = useTranslations("charts");
  const locale = useLocale();
  const point = points[index];
  if (!point) return "";
  const values = series.map(({ label }, at) => {
    const value = point.values[at] ?? null;
    const text = value === null ? t("none") : formatValue(value);
    const change = changeOf(points[index - 1]?.values[at], value);
    const moved = change
      ? `, ${t("change", { sign: change.sign, percent: formatShare(change.share, locale) })}`
      : "";
    return `${series.length > 1 ? `${label} ` : ""}${text}${moved}`;
  });
  return `${formatAt(point.at)}, ${values.join("; ")}`;
}

/** The same numbers, newest first. */
function Twin({ title, points, series, formatValue, formatAt }: Props) {
  const t = useTranslations("charts");
  return (
    <Table caption={t("table", { title })} className="max-h-80 overflow-y-auto">
      <TableHead>
        <Th>{t("at")}</Th>
        {series.map(({ label }) => (
          <Th key={label} numeric>
            {label}
          </Th>
        ))}
      </TableHead>
      <TableBody>
        {points.toReversed().map(({ at, values, href }) => (
          <Row key={at}>
            <Td className="figures whitespace-nowrap">
              {href ? (
                <Link href={href} className="text-accent hover:underline">
                  {formatAt(at)}
                </Link>
              ) : (
                formatAt(at)
              )}
            </Td>
            {series.map(({ label }, index) => {
              const value = values[index] ?? null;
              return (
                <Td key={label} numeric>
                  {value === null ? <span className="text-muted">—</span> : formatValue(value)}
                </Td>
              );
            })}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function walk({ key }: KeyboardEvent, index: number, count: number): number | null {
  const page = Math.max(1, Math.round(count / 10));
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowDown: index - 1,
    ArrowUp: index + 1,
    PageDown: index - page,
    PageUp: index + page,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.max(0, Math.min(count - 1, next));
}
