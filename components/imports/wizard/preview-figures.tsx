"use client";

import { CircleCheck, CircleX, Clock, Copy, Eye, Zap } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ReasonText } from "../../review/reason-text";
import { classNames } from "../../ui/class-names";
import { Instant } from "../../ui/date-time";
import { formatCount } from "../../ui/format";
import type { Preview } from "../answers";

/** What becomes of the lines, and then of the valid ones; each row of figures adds up to the one before. */
export function PreviewFigures({ preview, isStale }: { preview: Preview; isStale: boolean }) {
  const t = useTranslations("wizard.preview");
  const locale = useLocale();
  const waiting = sum(preview.wouldWait);
  const inReview = sum(preview.wouldReview);
  return (
    <section aria-label={t("figures")} className="card flex flex-col gap-4 p-4">
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2 lg:divide-x lg:divide-line">
        <dl className="grid grid-cols-3 gap-3">
          <Figure icon={CircleCheck} look="text-ok" name={t("valid")} count={preview.valid} />
          <Figure icon={CircleX} look="text-bad" name={t("rejected")} count={preview.rejected} />
          <Figure icon={Copy} look="text-muted" name={t("duplicate")} count={preview.duplicate} />
        </dl>
        <dl className="grid grid-cols-3 gap-3 lg:pl-4">
          <Figure icon={Zap} look="text-ok" name={t("wouldExecute")} count={preview.wouldExecute} />
          <Figure icon={Clock} look="text-pending" name={t("wouldWait")} count={waiting}>
            <Reasons counts={preview.wouldWait} />
          </Figure>
          <Figure icon={Eye} look="text-review" name={t("wouldReview")} count={inReview}>
            <Reasons counts={preview.wouldReview} />
          </Figure>
        </dl>
      </div>
      <p className="figures text-xs text-muted">
        {formatCount(preview.valid, locale)} + {formatCount(preview.rejected, locale)} +{" "}
        {formatCount(preview.duplicate, locale)} = {formatCount(preview.rows, locale)} {t("lines")}
        {" · "}
        {t("computedAt")} <Instant at={preview.computedAt} />
      </p>
      {isStale ? (
        <p role="status" className="text-xs text-moving">
          {t("stale")}
        </p>
      ) : null}
      {preview.pricesPending > 0 ? (
        <p role="status" className="text-xs text-pending">
          {t("pricesPending", { count: preview.pricesPending })}
        </p>
      ) : null}
    </section>
  );
}

type FigureProps = {
  icon: typeof Clock;
  look: string;
  name: string;
  count: number;
  children?: ReactNode;
};

function Figure({ icon: Icon, look, name, count, children }: FigureProps) {
  const locale = useLocale();
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="flex items-center gap-1.5 text-muted">
        <Icon aria-hidden className={classNames("size-4 shrink-0", look)} />
        {name}
      </dt>
      <dd className="figures text-2xl font-semibold">{formatCount(count, locale)}</dd>
      {children ? <dd className="text-xs text-muted">{children}</dd> : null}
    </div>
  );
}

function Reasons({ counts }: { counts: Readonly<Record<string, number>> }) {
  const t = useTranslations("wizard.preview.waits");
  const locale = useLocale();
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => (
      <span key={reason} className="block">
        {formatCount(count, locale)}{" "}
        {t.has(reason as never) ? t(reason as never) : <ReasonText code={reason} />}
      </span>
    ));
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
