"use client";

import { useLocale, useTranslations } from "next-intl";
import type { QueueName } from "#server/domain/review/browser";
import { formatCount, formatMoney } from "../ui/format";
import type { Queue } from "./use-queue";

/** How far one is, and what the open items come to. */
export function QueueProgress({ queue, decided }: { queue: Queue; decided: number }) {
  const t = useTranslations("review.progress");
  const locale = useLocale();
  const { counts, index, items, input } = queue;
  if (!counts.data) return <p className="min-h-5" />;
  const total = Math.max(counts.data[input.filter.queue as QueueName], items.length);
  const parts = [
    index >= 0
      ? t("at", { index: index + 1, total: formatCount(total, locale) })
      : t("total", { count: total }),
    counts.data.overdue > 0 ? t("late", { count: counts.data.overdue }) : null,
    t("amount", { amount: formatMoney(counts.data.amountCents, locale) }),
    decided > 0 ? t("decided", { count: decided }) : null,
  ].filter((part) => part !== null);
  return <p className="figures min-h-5 text-muted">{parts.join(" · ")}</p>;
}
