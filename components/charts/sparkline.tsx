import { type ChartValue, placesOf } from "./scale";

const width = 96;
const height = 24;
const margin = 3;

/** The course of a few values as a small line with a dot at its end. `label` says it in a sentence. */
export function Sparkline({ values, label }: { values: readonly ChartValue[]; label: string }) {
  const places = placesOf(values);
  const points = places.flatMap((place, index) => {
    if (place === null) return [];
    const x = margin + (index / Math.max(1, values.length - 1)) * (width - 2 * margin);
    return [{ x: x.toFixed(1), y: (margin + (1 - place) * (height - 2 * margin)).toFixed(1) }];
  });
  const last = points.at(-1);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="inline-block shrink-0 text-accent"
    >
      <polyline
        points={points.map(({ x, y }) => `${x},${y}`).join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last ? <circle cx={last.x} cy={last.y} r={2.25} fill="currentColor" /> : null}
    </svg>
  );
}
