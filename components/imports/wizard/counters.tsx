"use client";

import { CircleAlert, CircleCheck, CircleX, Rows3 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { classNames } from "../../ui/class-names";
import { formatCount } from "../../ui/format";
import type { Progress } from "../answers";

type Counts = { rows: number | null; ok: number | null; warnings: number | null; errors: number | null };

/** What is known of a file's lines so far: from the dry run, afterwards from what really happened. */
export function countLines({ upload, preview }: Progress): Counts {
  const hasResult = upload.acceptedCount !== null;
  return {
    rows: upload.rowCount ?? preview?.rows ?? null,
    ok: hasResult ? upload.acceptedCount : (preview?.valid ?? null),
    warnings: hasResult ? (upload.duplicateCount ?? 0) : (preview?.duplicate ?? null),
    errors: hasResult ? upload.rejectedCount : (preview?.rejected ?? null),
  };
}

/** Lines · ok · warnings · errors, always in sight. */
export function Counters({ progress }: { progress: Progress }) {
  const t = useTranslations("wizard.counters");
  const locale = useLocale();
  const { rows, ok, warnings, errors } = countLines(progress);
  const items = [
    { key: "rows", count: rows, icon: Rows3, look: "text-muted" },
    { key: "ok", count: ok, icon: CircleCheck, look: "text-ok" },
    { key: "warnings", count: warnings, icon: CircleAlert, look: "text-pending" },
    { key: "errors", count: errors, icon: CircleX, look: "text-bad" },
  ] as const;
  return (
    <section aria-label={t("title")}>
      <dl className="flex flex-wrap items-center gap-x-5 gap-y-1">
        {items.map(({ key, count, icon: Icon, look }) => (
          <div key={key} className="flex items-baseline gap-1.5">
            <dt className="flex items-center gap-1.5 self-center text-xs text-muted">
              <Icon aria-hidden className={classNames("size-4", look)} />
              {t(key)}
            </dt>
            <dd className="figures text-base font-semibold">
              {count === null ? "—" : formatCount(count, locale)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
