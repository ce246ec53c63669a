"use client";

import { useLocale, useTranslations } from "next-intl";
import type { RouterOutput } from "../layout/trpc";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/format";
import { ProgressBar } from "../ui/progress";
import type { Connection } from "./use-upload-progress";

type Progress = RouterOutput["imports"]["get"];

/** How far a file got; screen readers hear the stage and every quarter, not each number. */
export function UploadProgress({ progress, connection }: { progress: Progress; connection: Connection }) {
  const t = useTranslations("files.progress");
  const locale = useLocale();
  const { state } = progress.upload;
  if (!(state === "SPLITTING" || state === "STAGING" || state === "ACCEPTING" || state === "PROCESSING")) {
    return (
      <p role="status" className="sr-only">
        {t(`said.${state}`)}
      </p>
    );
  }
  const { done, total } = measure(progress);
  const percent = total > 0 ? Math.min(100, (done / total) * 100) : null;
  const stage = t(`stage.${state}`);
  return (
    <section aria-label={t("title")} className="card flex flex-col gap-2 p-4">
      <ProgressBar
        label={stage}
        value={percent}
        text={
          total > 0
            ? t("of", { done: formatCount(done, locale), total: formatCount(total, locale) })
            : t("starting")
        }
      />
      <p className="flex items-center gap-1.5 text-xs text-muted">
        <span
          aria-hidden
          className={classNames("size-1.5 rounded-full", connection === "live" ? "bg-ok" : "bg-pending")}
        />
        {t(connection === "live" ? "live" : "reconnecting")} · {t("mayClose")}
      </p>
      <p role="status" className="sr-only">
        {percent === null ? stage : t("spoken", { stage, percent: Math.floor(percent / 25) * 25 })}
      </p>
    </section>
  );
}

/** Rows staged while reading; then operations that are final or in front of a person. */
function measure({ upload, operations }: Progress): { done: number; total: number } {
  if (upload.state === "SPLITTING") return { done: 0, total: 0 };
  if (upload.state === "STAGING") return { done: upload.stagedRows, total: upload.rowCount ?? 0 };
  const settled = operations.filter((group) => group.state !== "PENDING" || group.waitReason === "IN_REVIEW");
  const known = operations.reduce((sum, group) => sum + group.count, 0);
  if (upload.state === "ACCEPTING") return { done: known, total: upload.rowCount ?? 0 };
  return { done: settled.reduce((sum, group) => sum + group.count, 0), total: upload.acceptedCount ?? known };
}
