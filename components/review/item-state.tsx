"use client";

import { useTranslations } from "next-intl";
import { StatusBadge } from "../ui/status-badge";
import type { Item } from "./prices-at-stake";
import { outcomeTones } from "./tones";

/** Where an item stands, in one word. */
export function ItemState({ item }: { item: Item }) {
  const t = useTranslations("review.state");
  if (item.state === "HELD") return <StatusBadge tone="moving">{t("HELD")}</StatusBadge>;
  if (item.state === "DECIDED" && item.outcome)
    return <StatusBadge tone={outcomeTones[item.outcome]}>{t(`outcome.${item.outcome}`)}</StatusBadge>;
  if (item.state !== "OPEN") return <StatusBadge tone="inert">{t("WITHDRAWN")}</StatusBadge>;
  const hasFirst = item.decisions.some(({ state }) => state === "STANDING");
  return <StatusBadge tone="human">{t(hasFirst ? "SECOND" : "OPEN")}</StatusBadge>;
}
