"use client";

import { useLocale, useTranslations } from "next-intl";
import { changesOf, valueInWords } from "./changes";
import { useEventWords } from "./use-event-words";
import { fieldInWords } from "./words";

/** Before and after, field by field, by sign and line and not by colour alone. */
export function ChangeList({ before, after }: { before: unknown; after: unknown }) {
  const t = useTranslations("audit");
  const { say, names } = useEventWords();
  const locale = useLocale();
  const saying = { t: say, locale, names };
  const changes = changesOf(before, after);
  if (changes.length === 0) return <p className="px-4 pb-3 text-muted">{t("panel.noChange")}</p>;
  return (
    <dl className="flex flex-col gap-2 px-4 pt-1 pb-3">
      {changes.map(({ field, before: was, after: became, isNew }) => (
        <div key={field} className="flex flex-col">
          <dt className="text-xs text-muted">{fieldInWords(field, say)}</dt>
          {isNew ? null : (
            <dd className="figures break-words">
              <span aria-hidden className="mr-1.5 font-mono text-bad">
                −
              </span>
              <del className="rounded-sm bg-bad-tint px-0.5">
                <span className="sr-only">{t("panel.before")} </span>
                {valueInWords(field, was, saying)}
              </del>
            </dd>
          )}
          {became === undefined ? null : (
            <dd className="figures break-words">
              <span aria-hidden className="mr-1.5 font-mono text-ok">
                +
              </span>
              <ins className="rounded-sm bg-ok-tint px-0.5 no-underline">
                <span className="sr-only">{t("panel.after")} </span>
                {valueInWords(field, became, saying)}
              </ins>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
