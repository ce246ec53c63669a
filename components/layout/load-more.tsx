"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button";

type Props = { shown: number; hasMore: boolean; isBusy: boolean; onMore: () => void };

/** The end of a page of a list, and the way to the next. */
export function LoadMore({ shown, hasMore, isBusy, onMore }: Props) {
  const t = useTranslations("list");
  if (!hasMore) return null;
  return (
    <div className="flex items-center justify-center gap-3">
      <span className="figures text-xs text-muted">{t("shown", { count: shown })}</span>
      <Button onClick={onMore} disabled={isBusy}>
        {isBusy ? t("loading") : t("more")}
      </Button>
    </div>
  );
}
