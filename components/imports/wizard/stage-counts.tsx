"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCount } from "../../ui/format";
import type { Progress } from "../answers";

/** Where the lines are on their way: validated, accepted, executed, and what waits. */
export function StageCounts({ progress }: { progress: Progress }) {
  const t = useTranslations("wizard.processing");
  const locale = useLocale();
  const { upload, operations } = progress;
  const count = (fits: (group: Progress["operations"][number]) => boolean) =>
    operations.filter(fits).reduce((sum, group) => sum + group.count, 0);
  const stages = [
    { key: "validated", count: upload.stagedRows, of: upload.rowCount },
    { key: "accepted", count: count(() => true), of: upload.acceptedCount },
    { key: "executed", count: count(({ state }) => state === "EXECUTED"), of: upload.acceptedCount },
    { key: "inReview", count: count(({ waitReason }) => waitReason === "IN_REVIEW"), of: null },
    {
      key: "waiting",
      count: count(({ state, waitReason }) => state === "PENDING" && waitReason !== "IN_REVIEW"),
      of: null,
    },
  ] as const;
  return (
    <section aria-label={t("stages")} className="card p-4">
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
        {stages.map((stage) => (
          <div key={stage.key} className="flex flex-col">
            <dt className="text-muted">{t(`stage.${stage.key}`)}</dt>
            <dd className="figures text-2xl font-semibold">{formatCount(stage.count, locale)}</dd>
            <dd className="figures text-xs text-muted">
              {stage.of === null ? "\u00a0" : t("of", { formatted: formatCount(stage.of, locale) })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
