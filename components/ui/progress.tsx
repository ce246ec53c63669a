"use client";

import { type ReactNode, useId } from "react";
import { classNames } from "./class-names";

/** How far something got, 0 to 100; null while that cannot be told. */
export function ProgressBar({
  label,
  value,
  text,
}: {
  label: ReactNode;
  value: number | null;
  text?: string;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <span id={id} className="font-medium">
          {label}
        </span>
        <span aria-hidden className="figures text-xs text-muted">
          {text ?? (value === null ? "" : `${Math.floor(value)}%`)}
        </span>
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={value ?? undefined}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={classNames(
            "h-full rounded-full bg-accent transition-[width] duration-200",
            value === null && "w-1/3 motion-safe:animate-pulse",
          )}
          style={value === null ? undefined : { width: `${value}%` }}
        />
      </div>
    </div>
  );
}

export type Segment = { key: string; count: number; look: string };

/** Parts of a whole as one bar; the numbers stand beside it, so it is hidden from screen readers. */
export function SegmentBar({ total, segments }: { total: number; segments: readonly Segment[] }) {
  return (
    <div aria-hidden className="flex h-2 w-full overflow-hidden rounded-full bg-sunken">
      {segments
        .filter((segment) => segment.count > 0)
        .map((segment) => (
          <span
            key={segment.key}
            className={segment.look}
            style={{ width: `${(segment.count / Math.max(total, 1)) * 100}%`, minWidth: 3 }}
          />
        ))}
    </div>
  );
}
