"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { formatDuration } from "../ui/format";
import { Notice } from "../ui/notice";

type Change = { field: string; mine: ReactNode; theirs: ReactNode };
type Props = {
  who: string;
  secondsAgo: number;
  changes: readonly Change[];
  onTakeTheirs: () => void;
  onApplyMine: () => void;
};

/** Somebody else changed the same thing meanwhile: both versions, and the choice between them. */
export function Conflict({ who, secondsAgo, changes, onTakeTheirs, onApplyMine }: Props) {
  const t = useTranslations("conflict");
  return (
    <Notice tone="waiting" title={t("title", { who, age: formatDuration(secondsAgo) })}>
      <dl className="flex flex-col gap-1">
        {changes.map(({ field, mine, theirs }) => (
          <div key={field} className="flex flex-wrap gap-x-3">
            <dt className="text-muted">{field}</dt>
            <dd>
              <del>
                <span className="sr-only">{t("mine")} </span>− {mine}
              </del>
            </dd>
            <dd>
              <ins>
                <span className="sr-only">{t("theirs")} </span>+ {theirs}
              </ins>
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={onTakeTheirs}>{t("takeTheirs")}</Button>
        <Button onClick={onApplyMine}>{t("applyMine")}</Button>
      </div>
    </Notice>
  );
}
