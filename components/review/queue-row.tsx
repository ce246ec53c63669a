"use client";

import { Eye, User, Users } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { classNames } from "../ui/class-names";
import { formatDay, formatDecimal, formatMoney } from "../ui/format";
import { DueChip } from "./due-chip";
import { ReasonText } from "./reason-text";
import type { QueuedItem } from "./use-queue";

/** What tells one item from the next at a glance: why, how much, of which fund and asset, until when. */
export function QueueRow({ item, now }: { item: QueuedItem; now: number | null }) {
  const t = useTranslations("review");
  const locale = useLocale();
  return (
    <span className="flex flex-col gap-1">
      <span className="flex items-baseline justify-between gap-2">
        <span className="min-w-0 truncate font-medium">
          <Name item={item} />
        </span>
        <span className="figures shrink-0 font-semibold">
          {item.amountCents === null ? t("row.noAmount") : formatMoney(item.amountCents, locale)}
        </span>
      </span>
      <span className="flex items-baseline justify-between gap-2 text-xs">
        <span className="min-w-0 truncate text-ink">
          <ReasonText code={item.reason} />
        </span>
        <DueChip item={item} now={now} />
      </span>
      <span className="flex items-center justify-between gap-2 text-xs text-muted">
        <span className="figures min-w-0 truncate">
          {[
            item.fundCode,
            item.side ? t(`row.${item.side}`) : null,
            item.quantity && item.assetRef
              ? `${formatDecimal(item.quantity, locale)} × ${item.assetRef}`
              : item.assetRef,
            item.uploaderName
              ? t("row.sentBy", { name: item.isOwn ? t("row.you") : shortName(item.uploaderName) })
              : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <People item={item} />
      </span>
      <Others item={item} />
    </span>
  );
}

function Name({ item }: { item: QueuedItem }) {
  const t = useTranslations("operations");
  const locale = useLocale();
  if (item.externalId) return item.externalId;
  if (item.assetClass && item.operationOn)
    return `${t(`class.${item.assetClass}`)} · ${formatDay(item.operationOn, locale)}`;
  return <ReasonText code={item.reason} />;
}

/** How many people it takes, and how many have spoken. */
function People({ item }: { item: QueuedItem }) {
  const t = useTranslations("review.row");
  const Icon = item.approvalsNeeded > 1 ? Users : User;
  return (
    <span
      className={classNames(
        "figures inline-flex shrink-0 items-center gap-1",
        item.standing > 0 && "font-medium text-review",
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{t("people", { done: item.standing, needed: item.approvalsNeeded })}</span>
      <span aria-hidden>{`${item.standing}/${item.approvalsNeeded}`}</span>
    </span>
  );
}

function Others({ item }: { item: QueuedItem }) {
  const t = useTranslations("review.row");
  const parts = [
    item.assigneeName ? t("assigned", { name: shortName(item.assigneeName) }) : null,
    item.approvedByMe ? t("approvedByYou") : null,
  ].filter(Boolean);
  if (parts.length === 0 && item.presentNames.length === 0) return null;
  return (
    <span className="flex items-center justify-between gap-2 text-xs text-muted">
      <span className="min-w-0 truncate">{parts.join(" · ")}</span>
      {item.presentNames.length > 0 ? (
        <span className="inline-flex shrink-0 items-center gap-1 font-medium text-moving">
          <Eye aria-hidden className="size-3.5" />
          {t("present", { name: shortName(item.presentNames[0] ?? ""), more: item.presentNames.length - 1 })}
        </span>
      ) : null}
    </span>
  );
}

/** What people call each other by; the whole name stands in the item. */
export function shortName(name: string): string {
  return name.split(" ")[0] ?? name;
}
