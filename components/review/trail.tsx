"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "../ui/date-time";
import { formatDecimal } from "../ui/format";
import { StatusBadge } from "../ui/status-badge";
import { Panel } from "./panel";
import type { Item } from "./prices-at-stake";
import { verdictTones } from "./tones";

type Entry = { key: string; at: Date; what: ReactNode };

/** Who said and did what about the item, oldest first. */
export function Trail({ item }: { item: Item }) {
  const t = useTranslations("review.trail");
  const entries: Entry[] = [
    { key: "opened", at: item.openedAt, what: <p>{t("opened")}</p> },
    ...item.decisions.map((decision) => ({
      key: decision.decisionId,
      at: decision.decidedAt,
      what: <Decided decision={decision} />,
    })),
    ...item.comments.map((comment) => ({
      key: comment.commentId,
      at: comment.writtenAt,
      what: (
        <>
          <p className="text-muted">
            {t(comment.kind === "QUESTION" ? "asked" : "commented", { name: comment.writerName })}
          </p>
          <p className="whitespace-pre-wrap">{comment.text}</p>
        </>
      ),
    })),
    ...(item.operation?.edits ?? []).map((edit) => ({
      key: `edit ${edit.editedAt.toISOString()}`,
      at: edit.editedAt,
      what: (
        <>
          <p className="text-muted">{t("edited", { name: edit.editorName })}</p>
          <BeforeAfter before={edit.before} after={edit.after} />
        </>
      ),
    })),
  ];
  return (
    <Panel title={t("title")}>
      <ol className="flex flex-col gap-2 px-3 pt-1 pb-3">
        {entries
          .toSorted((a, b) => a.at.getTime() - b.at.getTime())
          .map(({ key, at, what }) => (
            <li key={key} className="flex flex-col border-l-2 border-line pl-3">
              <span className="text-xs text-muted">
                <Instant at={at} />
              </span>
              {what}
            </li>
          ))}
      </ol>
    </Panel>
  );
}

function Decided({ decision }: { decision: Item["decisions"][number] }) {
  const t = useTranslations("review");
  const tCodes = useTranslations("review.codes");
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">{decision.deciderName}</span>
        <StatusBadge tone={decision.state === "UNDONE" ? "reversed" : verdictTones[decision.verdict]}>
          {t(`trail.verdict.${decision.verdict}`)}
        </StatusBadge>
        <span className="text-muted">{t(`trail.state.${decision.state}`)}</span>
      </p>
      <p>
        {tCodes.has(decision.reasonCode as never)
          ? tCodes(decision.reasonCode as never)
          : decision.reasonCode}
        {decision.text ? ` · ${decision.text}` : ""}
      </p>
      {decision.change ? <BeforeAfter before={{}} after={decision.change} /> : null}
    </>
  );
}

type Values = Record<string, string | null>;

/** Each value that changed, as it was and as it is. */
export function BeforeAfter({ before, after }: { before: Values; after: Values }) {
  const t = useTranslations("review.edit.fields");
  const tEdit = useTranslations("review.edit");
  const locale = useLocale();
  const shown = (value: string | null | undefined) =>
    value == null
      ? tEdit("empty")
      : /^\d+(\.\d+)?$/.test(value)
        ? formatDecimal(value, locale, 0, 12)
        : value;
  const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
  return (
    <dl className="figures flex flex-col gap-0.5">
      {changed.map((key) => (
        <div key={key} className="flex flex-wrap gap-x-2">
          <dt className="text-muted">{t.has(key as never) ? t(key as never) : key}</dt>
          <dd className="flex flex-wrap gap-x-2">
            {key in before ? (
              <del className="text-muted">
                <span className="sr-only">{tEdit("before")} </span>
                {shown(before[key])}
              </del>
            ) : null}
            <ins className="font-medium no-underline">
              <span className="sr-only">{tEdit("after")} </span>
              {shown(after[key])}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
