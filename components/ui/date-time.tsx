"use client";

import { useLocale } from "next-intl";
import { formatDay, formatInstant } from "./format";

export function Instant({ at }: { at: Date | null }) {
  const locale = useLocale();
  if (at === null) return <span className="text-muted">—</span>;
  return (
    <time dateTime={at.toISOString()} className="figures whitespace-nowrap">
      {formatInstant(at, locale)}
    </time>
  );
}

export function Day({ day }: { day: string | null }) {
  const locale = useLocale();
  if (day === null) return <span className="text-muted">—</span>;
  return (
    <time dateTime={day} className="figures whitespace-nowrap">
      {formatDay(day, locale)}
    </time>
  );
}
