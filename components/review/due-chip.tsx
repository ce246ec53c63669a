"use client";

import { useTranslations } from "next-intl";
import { classNames } from "../ui/class-names";
import { formatDuration } from "../ui/format";

const soonMs = 30 * 60_000;

/** By when it should be decided, or for how long that is over; nothing until the reader's clock is known. */
export function DueChip({
  item,
  now,
}: {
  item: { dueAt: Date | null; snoozedUntil: Date | null; state: string };
  now: number | null;
}) {
  const t = useTranslations("review.due");
  if (now === null || item.state !== "OPEN") return null;
  const snoozed = item.snoozedUntil && item.snoozedUntil.getTime() > now ? item.snoozedUntil.getTime() : null;
  if (snoozed !== null) {
    // Put off until somebody wakes it.
    const isForever = snoozed - now > 3650 * 86_400_000;
    return (
      <Chip look="bg-neutral-tint text-neutral">
        {isForever ? t("untilWoken") : t("snoozed", { time: formatDuration((snoozed - now) / 1000) })}
      </Chip>
    );
  }
  if (item.dueAt === null) return null;
  const leftMs = item.dueAt.getTime() - now;
  if (leftMs < 0)
    return <Chip look="bg-bad-tint text-bad">{t("late", { time: formatDuration(-leftMs / 1000) })}</Chip>;
  return (
    <Chip look={leftMs < soonMs ? "bg-pending-tint text-pending" : "bg-sunken text-muted"}>
      {t("left", { time: formatDuration(leftMs / 1000) })}
    </Chip>
  );
}

function Chip({ look, children }: { look: string; children: string }) {
  return (
    <span
      className={classNames(
        "figures inline-flex h-5 shrink-0 items-center rounded-sm px-1.5 text-xs font-medium whitespace-nowrap",
        look,
      )}
    >
      {children}
    </span>
  );
}
