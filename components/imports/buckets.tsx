"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, Clock, Copy, Eye, Zap } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useTRPC } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/format";
import { Money } from "../ui/money";
import type { Progress } from "./answers";
import { ResultBar } from "./result-bar";

type Count = { key: string; count: number; icon: typeof Clock; look: string; name: string; hint: string };

/**
 * Every line is in exactly one bucket, and the three add up to the file: shown, not only promised.
 * Beside them what became of the accepted ones, with what was executed in R$.
 */
export function Buckets({ progress }: { progress: Progress }) {
  const t = useTranslations("files");
  const locale = useLocale();
  const { upload, operations } = progress;
  const trpc = useTRPC();
  const totals = useQuery(trpc.imports.totals.queryOptions({ uploadId: upload.uploadId }));
  const rowCount = upload.rowCount ?? 0;
  const bucket = (key: "accepted" | "rejected" | "duplicate", count: number | null) => ({
    key,
    count: count ?? 0,
    name: t(`bucket.${key}`),
    hint: t(`bucketHint.${key}`),
  });
  const buckets: Count[] = [
    { ...bucket("accepted", upload.acceptedCount), icon: CircleCheck, look: "text-ok" },
    { ...bucket("rejected", upload.rejectedCount), icon: CircleX, look: "text-bad" },
    { ...bucket("duplicate", upload.duplicateCount), icon: Copy, look: "text-muted" },
  ];
  const sum = buckets.reduce((total, { count }) => total + count, 0);
  const outcomes = [
    { key: "executed", icon: Zap, look: "text-ok", fits: isExecuted },
    { key: "inReview", icon: Eye, look: "text-review", fits: isInReview },
    { key: "waiting", icon: Clock, look: "text-pending", fits: isWaiting },
  ] as const;
  return (
    <section aria-label={t("buckets")} className="card flex flex-col gap-4 p-4">
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          {buckets.map(({ key, count, icon: Icon, look, name, hint }) => (
            <div key={key} className="flex min-w-0 flex-col">
              <dt className="flex items-center gap-1.5 text-muted">
                <Icon aria-hidden className={classNames("size-4 shrink-0", look)} />
                {name}
              </dt>
              <dd className="figures text-2xl font-semibold">{formatCount(count, locale)}</dd>
              <dd className="text-xs text-muted">{hint}</dd>
            </div>
          ))}
        </dl>
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:border-l lg:border-line lg:pl-4">
          {outcomes.map(({ key, icon: Icon, look, fits }) => {
            const groups = operations.filter(fits);
            const cents = totals.data?.filter(fits).reduce((sum, each) => sum + each.totalCents, 0n);
            return (
              <div key={key} className="flex min-w-0 flex-col">
                <dt className="flex items-center gap-1.5 text-muted">
                  <Icon aria-hidden className={classNames("size-4 shrink-0", look)} />
                  {t(`outcome.${key}`)}
                </dt>
                <dd className="figures text-2xl font-semibold">
                  {formatCount(
                    groups.reduce((total, { count }) => total + count, 0),
                    locale,
                  )}
                </dd>
                <dd className="text-xs text-muted">
                  {key === "executed" ? <Money cents={cents ?? null} /> : t(`outcomeHint.${key}`)}
                </dd>
              </div>
            );
          })}
        </dl>
      </div>
      <ResultBar upload={upload} />
      <p className="figures text-xs text-muted">
        {buckets.map(({ count }) => formatCount(count, locale)).join(" + ")} = {formatCount(sum, locale)}
        {" · "}
        {sum === rowCount
          ? t(upload.isWhole ? "addsUp" : "addsUpOwn", {
              count: rowCount,
              formatted: formatCount(rowCount, locale),
            })
          : t("doesNotAddUp", { formatted: formatCount(rowCount, locale) })}
      </p>
    </section>
  );
}

type Group = Pick<Progress["operations"][number], "state" | "waitReason">;

const isExecuted = ({ state }: Group) => state === "EXECUTED";
const isInReview = ({ waitReason }: Group) => waitReason === "IN_REVIEW";
const isWaiting = ({ state, waitReason }: Group) => state === "PENDING" && waitReason !== "IN_REVIEW";
