"use client";

import { CircleCheck, CircleX, Copy } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { UploadDetail } from "#server/domain/imports/queries";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/format";
import { ResultBar } from "./upload-list";

/** Every line is in exactly one bucket, and the three add up to the file: shown, not only promised. */
export function Buckets({ upload }: { upload: UploadDetail }) {
  const t = useTranslations("files");
  const locale = useLocale();
  const rowCount = upload.rowCount ?? 0;
  const buckets = [
    { key: "accepted", count: upload.acceptedCount ?? 0, icon: CircleCheck, look: "text-ok" },
    { key: "rejected", count: upload.rejectedCount ?? 0, icon: CircleX, look: "text-bad" },
    { key: "duplicate", count: upload.duplicateCount ?? 0, icon: Copy, look: "text-muted" },
  ] as const;
  const sum = buckets.reduce((total, bucket) => total + bucket.count, 0);
  return (
    <section aria-label={t("buckets")} className="card flex flex-col gap-4 p-4">
      <dl className="grid grid-cols-3 gap-4">
        {buckets.map(({ key, count, icon: Icon, look }) => (
          <div key={key} className="flex flex-col">
            <dt className="flex items-center gap-1.5 text-muted">
              <Icon aria-hidden className={classNames("size-4", look)} />
              {t(`bucket.${key}`)}
            </dt>
            <dd className="figures text-2xl font-semibold">{formatCount(count, locale)}</dd>
            <dd className="text-xs text-muted">{t(`bucketHint.${key}`)}</dd>
          </div>
        ))}
      </dl>
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
