"use client";

import { useLocale, useTranslations } from "next-intl";
import { Sparkline } from "../charts/sparkline";
import { TimeChart } from "../charts/time-chart";
import { formatCount, formatDayLong, formatDayShort } from "../ui/format";
import { Piece } from "./piece";

const days = Array.from({ length: 40 }, (_, i) =>
  new Date(Date.UTC(2026, 9, 1 + i)).toISOString().slice(0, 10),
);
const wave = (i: number) => Math.round(5_000 + 1_800 * Math.sin(i / 4) + 40 * i);
const line = days.map((at, i) => ({ at, values: [i > 14 && i < 18 ? null : wave(i), 9_000 - wave(i)] }));
const bars = days.map((at, i) => ({ at, values: [wave(i)], href: "/galeria" }));
const two = [
  { label: "ALFA", kind: "area", tone: "accent" },
  { label: "BETA", kind: "line", tone: "divergence", dash: [6, 4] },
] as const;
const one = [{ label: "ALFA", kind: "bars", tone: "moving" }] as const;

/** Courses of values: small, large, with gaps, with nothing. */
export function ChartPieces() {
  const t = useTranslations("gallery");
  const locale = useLocale();
  const shared = {
    formatValue: (value: bigint | number) => formatCount(value, locale),
    formatTick: (value: number) => formatCount(Math.round(value), locale),
    formatAt: (day: string) => formatDayLong(day, locale),
    formatAtShort: (day: string) => formatDayShort(day, locale),
  };
  return (
    <>
      <Piece name={t("sparklines")}>
        <Sparkline label={t("sparkRising")} values={[1n, 3n, 2n, 5n, 8n]} />
        <Sparkline label={t("sparkFlat")} values={[4, 4, 4]} />
        <Sparkline label={t("sparkGap")} values={[1, null, 5, 2]} />
      </Piece>
      <Piece name={t("charts")}>
        <div className="w-full">
          <TimeChart title={t("chartLines")} points={line} series={two} table="beside" {...shared} />
        </div>
        <div className="w-full">
          <TimeChart title={t("chartBars")} points={bars} series={one} linkLabel={t("link")} {...shared} />
        </div>
        <div className="w-full">
          <TimeChart title={t("chartEmpty")} points={[]} series={one} {...shared} />
        </div>
      </Piece>
    </>
  );
}
