"use client";

import { notifyManager, type Query, useIsFetching, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { classNames } from "../ui/class-names";
import { formatDuration, formatInstant } from "../ui/format";
import { keepFirstPages } from "./paged-queries";
import { useNow } from "./use-now";

const staleS = 60;

/** From when the oldest of the page's numbers is, how long ago that was, and the way to ask again. */
export function DataStamp() {
  const t = useTranslations("shell.data");
  const locale = useLocale();
  const queryClient = useQueryClient();
  const at = useSyncExternalStore(
    (changed) => queryClient.getQueryCache().subscribe(notifyManager.batchCalls(changed)),
    () => oldestOf(queryClient.getQueryCache().findAll({ type: "active", predicate: isShown })),
    () => null,
  );
  const isFetching = useIsFetching({ predicate: isShown }) > 0;
  const now = useNow(1_000);
  const ageS = at !== null && now !== null ? Math.max(0, (now - at) / 1000) : 0;
  return (
    <p className="figures flex min-h-6 flex-wrap items-center gap-x-2 text-xs text-muted">
      {at === null ? null : (
        <>
          <span>
            {t("from")}{" "}
            <time dateTime={new Date(at).toISOString()}>{formatInstant(new Date(at), locale)}</time>
          </span>
          <span className={classNames(ageS > staleS && "font-medium text-pending")}>
            {t("age", { age: formatDuration(ageS) })}
          </span>
          <button
            type="button"
            aria-label={t("refresh")}
            title={t("refresh")}
            onClick={() => {
              keepFirstPages(queryClient, { type: "active", predicate: isShown });
              void queryClient.refetchQueries({ type: "active", predicate: isShown });
            }}
            className="inline-flex size-6 items-center justify-center rounded-sm hover:bg-hover hover:text-ink"
          >
            <RefreshCw
              aria-hidden
              className={classNames("size-3.5", isFetching && "motion-safe:animate-spin")}
            />
          </button>
        </>
      )}
    </p>
  );
}

/** Not what the shell asks for itself, nor what never had an answer. */
function isShown({ meta, state }: Query): boolean {
  return meta?.isBackground !== true && state.dataUpdatedAt > 0;
}

function oldestOf(queries: readonly Query[]): number | null {
  return queries.length === 0 ? null : Math.min(...queries.map((query) => query.state.dataUpdatedAt));
}
