"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant } from "../ui/date-time";
import { Notice } from "../ui/notice";
import type { Item } from "./prices-at-stake";
import { ReasonText } from "./reason-text";

/** Where an item that closed by itself went on, and what an open one took the place of. */
export function Succession({ item }: { item: Item }) {
  const t = useTranslations("review.succession");
  const open = item.others.find(({ state }) => state === "OPEN" || state === "HELD");
  const later = open ?? item.others.find(({ openedAt }) => openedAt > item.openedAt);
  if (item.state === "WITHDRAWN")
    return (
      <Notice tone="waiting" title={t(later ? "replaced" : "resolved")}>
        {later ? <To other={later} word={t(open ? "seeOpen" : "seeLater")} /> : <p>{t("resolvedHint")}</p>}
      </Notice>
    );
  const before = item.others.find(({ openedAt }) => openedAt < item.openedAt);
  if (!before) return null;
  return (
    <p className="text-xs text-muted">
      <To other={before} word={t("before", { count: item.others.length })} />
    </p>
  );
}

function To({ other, word }: { other: Item["others"][number]; word: string }) {
  return (
    <span className="flex flex-wrap gap-x-1.5">
      {word}
      <Link href={`/revisao/${other.reviewItemId}`} className="text-accent underline">
        <ReasonText code={other.reason} />
      </Link>
      <span className="text-muted">
        <Instant at={other.openedAt} />
      </span>
    </span>
  );
}
