"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { ChartPoint, ChartSeries } from "./series";

export type PlotProps = {
  points: readonly ChartPoint[];
  series: readonly ChartSeries[];
  selected: number;
  onSelect: (index: number) => void;
  formatTick: (value: number) => string;
  formatAtShort: (at: string) => string;
  height: number;
};

/** The drawing itself, on a canvas: everything that is read stands outside of it. */
export default function Plot(props: PlotProps) {
  const { points, series, selected, height } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(props);
  const theme = useSyncExternalStore(watchTheme, readTheme, () => "");
  useEffect(() => {
    latest.current = props;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours, read from the page
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const data = dataOf(points, series.length);
    const made = new uPlot(optionsOf(element, latest), data, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [points, series, height, theme]);

  useEffect(() => {
    const made = chart.current;
    if (made) made.setCursor({ left: made.valToPos(selected, "x"), top: made.over.clientHeight / 2 }, false);
  }, [selected]);

  return <div ref={place} className="min-w-0" style={{ height }} />;
}

/** Floats are for pixels; what people read comes from the exact values. */
function dataOf(points: readonly ChartPoint[], count: number): uPlot.AlignedData {
  const lines = Array.from({ length: count }, (_, index) =>
    points.map(({ values }) => {
      const value = values[index] ?? null;
      return value === null ? null : Number(value);
    }),
  );
  return [points.map((_, index) => index), ...lines];
}

function optionsOf(element: HTMLElement, latest: { current: PlotProps }): uPlot.Options {
  const { points, series, height } = latest.current;
  const colourOf = createColours(element);
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const hasBars = series.some(({ kind }) => kind === "bars");
  const fromZero = hasBars || series.some((one) => one.isFromZero);
  const edge = hasBars ? 0.5 : 0;
  const axis = { stroke: colourOf("muted"), font, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: !hasBars, size: 7 } },
    scales: {
      x: { time: false, range: () => [-edge, Math.max(1, points.length - 1) + edge] },
      y: { range: (_, min, max) => spread(min, max, fromZero) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        space: 84,
        incrs: [1, 2, 3, 5, 7, 10, 14, 15, 30, 60, 90, 180],
        values: (_, splits) =>
          splits.map((index) => {
            const point = latest.current.points[index];
            return point ? latest.current.formatAtShort(point.at) : "";
          }),
      },
      {
        ...axis,
        size: 76,
        space: 34,
        grid: { stroke: colourOf("line"), width: 1 },
        values: (_, splits) => splits.map((value) => latest.current.formatTick(value)),
      },
    ],
    series: [{}, ...series.map((one) => lineOf(one, colourOf))],
    hooks: {
      setCursor: [
        (made) => {
          const { idx } = made.cursor;
          if (typeof idx === "number" && idx !== latest.current.selected) latest.current.onSelect(idx);
        },
      ],
    },
  };
}

function lineOf({ kind, tone, dash }: ChartSeries, colourOf: (name: string) => string): uPlot.Series {
  const stroke = colourOf(tone);
  if (kind === "bars") {
    return {
      stroke,
      fill: stroke,
      width: 0,
      paths: uPlot.paths.bars!({ size: [0.7, 40] }),
      points: { show: false },
    };
  }
  if (kind === "dots")
    return { stroke, paths: () => null, points: { show: true, size: 8, fill: stroke, width: 0 } };
  return {
    stroke,
    width: 2,
    points: { show: false },
    ...(dash ? { dash: [...dash] } : {}),
    ...(kind === "area" ? { fill: withAlpha(stroke, 0.12) } : {}),
  };
}

/** A little air above and below; bars and what is measured from nothing stand on zero. */
function spread(min: number | null, max: number | null, fromZero: boolean): [number, number] {
  const low = fromZero ? Math.min(0, min ?? 0) : (min ?? 0);
  const high = fromZero ? Math.max(0, max ?? 0) : (max ?? 0);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [fromZero && low === 0 ? 0 : low - air, high + air];
}

/** The page's colours as the canvas understands them: `light-dark()` only resolves on an element. */
function createColours(element: HTMLElement): (name: string) => string {
  return (name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}

function withAlpha(rgb: string, alpha: number): string {
  const parts = rgb.match(/[\d.]+/g)?.slice(0, 3) ?? ["0", "0", "0"];
  return `rgb(${parts.join(" ")} / ${alpha})`;
}

function watchTheme(changed: () => void): () => void {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  media.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    media.removeEventListener("change", changed);
  };
}

function readTheme(): string {
  const isDark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  return `${document.documentElement.dataset.theme} ${isDark}`;
}
