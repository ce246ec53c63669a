"use client";

import { Progress as Base } from "@base-ui/react/progress";
import type { ReactNode } from "react";

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
  return (
    <Base.Root
      value={value}
      getAriaValueText={text ? () => text : undefined}
      className="flex flex-col gap-1.5"
    >
      <div className="flex items-baseline justify-between gap-3">
        <Base.Label className="font-medium">{label}</Base.Label>
        <span aria-hidden className="figures text-xs text-muted">
          {text ?? (value === null ? "" : `${Math.floor(value)}%`)}
        </span>
      </div>
      <Base.Track className="h-2 overflow-hidden rounded-full bg-sunken">
        <Base.Indicator className="h-full rounded-full bg-accent transition-[width] duration-200 data-indeterminate:w-1/3 data-indeterminate:motion-safe:animate-pulse" />
      </Base.Track>
    </Base.Root>
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
